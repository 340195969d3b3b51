package dev.wayleave.importers.tailscale.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.tailnet.inventory.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// An export under test, and the files that tests begin with.
public record Opened(OpenedExport opened) {
  /// A file of the test's own resources.
  public static Path file(Class<?> test, String name) {
    try {
      return Path.of(Objects.requireNonNull(test.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Path write(Path file, String text) throws IOException {
    return Files.writeString(file, text);
  }

  public String text(Section section) throws IOException {
    try (InputStream in = opened.export().open(section).orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public JsonNode json(Section section) throws IOException {
    return ExportJson.MAPPER.readTree(text(section));
  }

  /// The element of a section's list that has a value.
  public JsonNode one(Section section, String member, String value) throws IOException {
    for (JsonNode element : json(section).path(section.envelope())) {
      if (element.path(member).asText().equals(value)) {
        return element;
      }
    }
    throw new AssertionError("no " + section + " with " + member + " " + value);
  }

  public boolean has(Section section) throws IOException {
    return opened.export().open(section).isPresent();
  }

  public List<String> codes() {
    return opened.findings().stream().map(Finding::code).toList();
  }

  /// Everything that the export says.
  public String everything() throws IOException {
    StringBuilder all = new StringBuilder(opened.findings().toString());
    for (Section section : Section.values()) {
      if (has(section)) {
        all.append(text(section));
      }
    }
    return all.toString();
  }
}
