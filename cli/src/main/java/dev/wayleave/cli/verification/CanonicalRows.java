package dev.wayleave.cli.verification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/// Entities in the one form in which two sides are compared: their fields by name, secrets as
/// fingerprints, times as UTC at microseconds, which is what PostgreSQL keeps of them.
final class CanonicalRows {
  /// The components of an entity's record that are times.
  private static final ClassValue<List<String>> TIMES =
      new ClassValue<>() {
        @Override
        protected List<String> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .filter(component -> component.getType() == Instant.class)
              .map(RecordComponent::getName)
              .toList();
        }
      };

  private CanonicalRows() {}

  static ObjectNode of(TailnetEntity entity) {
    ObjectNode row = InventoryJson.redacted().tree(entity);
    for (String time : TIMES.get(entity.getClass())) {
      if (row.get(time) instanceof TextNode text) {
        Instant micros = Instant.parse(text.textValue()).truncatedTo(ChronoUnit.MICROS);
        row.put(time, micros.toString());
      }
    }
    return row;
  }

  static KindDigest digest(Collection<? extends Entity<?>> entities) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
    for (Entity<?> entity : entities) {
      sha256.update((of(entity.value()) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return new KindDigest(entities.size(), HexFormat.of().formatHex(sha256.digest()));
  }
}
