package dev.wayleave.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.model.Node;
import java.io.IOException;
import java.io.OutputStream;

/// All that a source holds, written entity by entity so that a large one needs little memory.
public final class InspectDocument {
  private InspectDocument() {}

  public static void write(Format format, OutputStream out, Reading reading) throws IOException {
    try (JsonGenerator document = Documents.open(format, out)) {
      document.writeStartObject();
      source(document, reading.inventory().source());
      counts(document, reading.counts());
      document.writeArrayFieldStart("findings");
      for (Finding finding : reading.findings()) {
        finding(document, finding);
      }
      document.writeEndArray();
      inventory(document, reading);
      document.writeEndObject();
    }
    Documents.end(format, out);
  }

  private static void source(JsonGenerator document, SourceInfo source) throws IOException {
    document.writeObjectFieldStart("source");
    document.writeStringField("kind", source.kind());
    document.writeStringField("release", source.release());
    document.writeStringField("database", source.database());
    document.writeEndObject();
  }

  private static void counts(JsonGenerator document, Counts counts) throws IOException {
    document.writeObjectFieldStart("counts");
    document.writeNumberField("users", counts.users());
    document.writeNumberField("nodes", counts.nodes());
    document.writeNumberField("preAuthKeys", counts.preAuthKeys());
    document.writeNumberField("apiKeys", counts.apiKeys());
    document.writeNumberField("policies", counts.policies());
    document.writeNumberField("routes", counts.routes());
    document.writeEndObject();
  }

  private static void finding(JsonGenerator document, Finding finding) throws IOException {
    document.writeStartObject();
    document.writeStringField("level", finding.level().name());
    document.writeStringField("code", finding.code());
    document.writeStringField("object", finding.object());
    document.writeStringField("what", finding.what());
    document.writeStringField("remedy", finding.remedy());
    document.writeEndObject();
  }

  private static void inventory(JsonGenerator document, Reading reading) throws IOException {
    InventoryJson json = InventoryJson.redacted();
    HostedNodeIds hosted = HostedNodeIds.of(reading.inventory());
    document.writeObjectFieldStart("inventory");
    for (EntityKind kind : EntityKind.values()) {
      document.writeArrayFieldStart(kind.plural());
      for (Entity<?> entity : reading.inventory().entities(kind)) {
        JsonNode tree = json.tree(entity);
        if (entity.value() instanceof Node node && tree instanceof ObjectNode object) {
          hosted.tell(node, object);
        }
        document.writeTree(tree);
      }
      document.writeEndArray();
    }
    document.writeArrayFieldStart("leftovers");
    for (RawRow row : reading.inventory().leftovers()) {
      document.writePOJO(row);
    }
    document.writeEndArray();
    document.writeEndObject();
  }
}
