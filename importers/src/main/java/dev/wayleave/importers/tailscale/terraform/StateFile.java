package dev.wayleave.importers.tailscale.terraform;

import static dev.wayleave.importers.tailscale.shape.ExportJson.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A state file of version 4, resource by resource; other providers' resources are passed over.
final class StateFile {
  private static final int VERSION = 4;
  private static final String PREFIX = "tailscale_";

  private StateFile() {}

  static List<StateObject> objects(Path file) throws SourceException {
    List<StateObject> objects = new ArrayList<>();
    try (JsonParser parser = ExportJson.parser(file)) {
      int version = 0;
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw unknownVersion(file, 0);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        if (member.equals("version")) {
          version = parser.getValueAsInt();
        } else if (member.equals("resources") && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            add(parser.readValueAsTree(), objects);
          }
        } else {
          parser.skipChildren();
        }
      }
      if (version != VERSION) {
        throw unknownVersion(file, version);
      }
    } catch (IOException e) {
      throw ExportJson.trouble(file, e);
    }
    return objects;
  }

  private static SourceException unknownVersion(Path file, int version) {
    return new SourceException(
        file
            + " is a state of version "
            + version
            + ", only version 4 is known; save it with `terraform state pull`.");
  }

  private static void add(JsonNode resource, List<StateObject> objects) {
    String type = text(resource, "type");
    if (!type.startsWith(PREFIX)) {
      return;
    }
    boolean managed = text(resource, "mode").equals("managed");
    String module = text(resource, "module");
    String address =
        (module.isEmpty() ? "" : module + ".")
            + (managed ? "" : "data.")
            + type
            + "."
            + text(resource, "name");
    for (JsonNode instance : ExportJson.each(resource.path("instances"))) {
      // A deposed instance is a predecessor that is about to be destroyed.
      if (instance.path("attributes").isObject() && !instance.has("deposed")) {
        objects.add(
            new StateObject(
                managed,
                type,
                ExportJson.shown(address + index(instance)),
                instance.path("attributes")));
      }
    }
  }

  private static String index(JsonNode instance) {
    JsonNode key = instance.path("index_key");
    return key.isMissingNode()
        ? ""
        : String.format(Locale.ROOT, key.isTextual() ? "[\"%s\"]" : "[%s]", key.asText());
  }
}
