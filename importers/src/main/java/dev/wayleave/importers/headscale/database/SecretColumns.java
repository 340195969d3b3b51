package dev.wayleave.importers.headscale.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Hides the columns of raw rows that hold keys and hashes.
final class SecretColumns {
  private static final Set<String> NAMES = Set.of("key", "hash", "secret_hash");
  private static final JsonMapper JSON = new JsonMapper();

  private SecretColumns() {}

  static RawRow hide(RawRow row) {
    if (row.names().stream().noneMatch(NAMES::contains)) {
      return row;
    }
    List<RawValue> values = new ArrayList<>(row.values().size());
    for (int i = 0; i < row.values().size(); i++) {
      RawValue value = row.values().get(i);
      boolean hide = NAMES.contains(row.names().get(i)) && !(value instanceof RawValue.Null);
      values.add(hide ? new RawValue.Hidden(SecretText.of(json(value))) : value);
    }
    return new RawRow(row.table(), row.names(), values);
  }

  private static String json(RawValue value) {
    try {
      return JSON.writerFor(RawValue.class).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a record of a text or a number is always JSON", e);
    }
  }
}
