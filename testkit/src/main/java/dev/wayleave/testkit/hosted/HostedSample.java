package dev.wayleave.testkit.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The sample tailnet, whose README says who is in it.
public final class HostedSample {
  /// When the sample is told.
  public static final Instant TOLD_AT = Instant.parse("2026-06-15T12:00:00Z");

  /// The suffix of its names.
  public static final String SUFFIX = "tail4e5f.ts.net";

  /// Its own id.
  public static final String TAILNET_ID = "TqW3rTy7CNTRL";

  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String FOLDER = "/dev/wayleave/testkit/hosted/sample/";
  private static final List<String> FILES =
      List.of(
          "acl.hujson",
          "audit.json",
          "contacts.json",
          "derp-map.json",
          "devices.json",
          "dns-configuration.json",
          "export.json",
          "keys.json",
          "lock-status.json",
          "logstream-configuration.json",
          "posture-integrations.json",
          "services.json",
          "settings.json",
          "user-invites.json",
          "users.json",
          "webhooks.json");

  private HostedSample() {}

  /// Puts the whole export into a folder.
  public static Path copyTo(Path folder) {
    try {
      for (String name : names()) {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text(name));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One file of the export.
  public static String text(String name) {
    try (InputStream file = HostedSample.class.getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        throw new IllegalArgumentException("the sample has no " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String name) {
    return parse(text(name));
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(FILES);
    for (JsonNode device : json("devices.json").path("devices")) {
      if (!device.path("isExternal").asBoolean()) {
        String id = device.path("nodeId").asText();
        names.add("device-attributes/" + id + ".json");
        names.add("device-invites/" + id + ".json");
      }
    }
    return names;
  }
}
