package dev.wayleave.tailnet.inventory.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.json.InventoryJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Changes as bytes, so that a target can keep what a rollback needs; the bytes hold secrets.
///
/// Gzip of JSON lines, one a change: `ref` and of `before`, `after`, `appliedBefore` and
/// `appliedAfter` those that are not null. An applied state that equals the target's own is written
/// as `true`, which halves the size of a first import.
public final class ChangesCodec {
  private static final ObjectMapper MAPPER = InventoryJson.revealing().mapper();

  private ChangesCodec() {}

  /// Writes all changes; the stream stays open.
  public static void write(List<EntityChange> changes, OutputStream out) throws IOException {
    GZIPOutputStream zipped = new GZIPOutputStream(out);
    JsonGenerator lines = MAPPER.createGenerator(zipped);
    lines.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    lines.setRootValueSeparator(null);
    for (EntityChange change : changes) {
      lines.writeTree(line(change));
      lines.writeRaw('\n');
    }
    lines.close();
    zipped.finish();
  }

  private static ObjectNode line(EntityChange change) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("ref", change.ref().toString());
    put(line, "before", change.before());
    put(line, "after", change.after());
    putApplied(line, "appliedBefore", change.appliedBefore(), change.before());
    putApplied(line, "appliedAfter", change.appliedAfter(), change.after());
    return line;
  }

  private static void put(ObjectNode line, String name, @Nullable Entity<?> entity) {
    if (entity != null) {
      line.set(name, InventoryJson.revealing().tree(entity));
    }
  }

  private static void putApplied(
      ObjectNode line, String name, @Nullable Entity<?> applied, @Nullable Entity<?> present) {
    if (applied != null && applied.equals(present)) {
      line.put(name, true);
    } else {
      put(line, name, applied);
    }
  }

  /// Reads what [#write] wrote.
  public static List<EntityChange> read(InputStream in) throws IOException {
    List<EntityChange> changes = new ArrayList<>();
    try (MappingIterator<JsonNode> lines =
        MAPPER.readerFor(JsonNode.class).readValues(new GZIPInputStream(in))) {
      while (lines.hasNextValue()) {
        changes.add(change(lines.nextValue()));
      }
    } catch (JsonProcessingException | InventoryJsonException | IllegalArgumentException e) {
      throw new IOException("The changes of this migration cannot be read: " + e.getMessage(), e);
    }
    return changes;
  }

  private static EntityChange change(JsonNode line) throws InventoryJsonException {
    EntityRef ref = EntityRef.parse(line.path("ref").asText());
    Entity<?> before = entity(ref, line.get("before"), null);
    Entity<?> after = entity(ref, line.get("after"), null);
    return new EntityChange(
        ref,
        before,
        after,
        entity(ref, line.get("appliedBefore"), before),
        entity(ref, line.get("appliedAfter"), after));
  }

  private static @Nullable Entity<?> entity(
      EntityRef ref, @Nullable JsonNode json, @Nullable Entity<?> same)
      throws InventoryJsonException {
    if (json == null) {
      return null;
    }
    return json.isBoolean() ? same : InventoryJson.revealing().entity(ref.kind(), json);
  }
}
