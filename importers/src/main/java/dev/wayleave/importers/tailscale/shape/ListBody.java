package dev.wayleave.importers.tailscale.shape;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.Section;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A section's list in its envelope, written element by element, so that a tailnet of 50 000
/// devices is never held as a tree.
public final class ListBody {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator generator;
  private int size;

  public ListBody(Section section) {
    try {
      generator = ExportJson.MAPPER.createGenerator(bytes);
      generator.writeStartObject();
      generator.writeArrayFieldStart(section.envelope());
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  public ListBody add(JsonNode element) {
    try {
      generator.writeTree(element);
      size++;
      return this;
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public int size() {
    return size;
  }

  /// The body; nothing can be added afterwards.
  public byte[] bytes() {
    try {
      if (!generator.isClosed()) {
        generator.writeEndArray();
        generator.writeEndObject();
        generator.close();
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("writing to memory failed", e);
  }
}
