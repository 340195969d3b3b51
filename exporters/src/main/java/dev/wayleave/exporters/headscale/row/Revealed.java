package dev.wayleave.exporters.headscale.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import java.util.ArrayList;
import java.util.List;

/// Raw rows with the values of their secret columns, which inventories carry hidden.
final class Revealed {
  private static final JsonMapper JSON = new JsonMapper();

  private Revealed() {}

  /// The row with every secret that the source did not withhold; those columns are missing.
  static RawRow of(RawRow row) {
    if (row.values().stream().noneMatch(RawValue.Hidden.class::isInstance)) {
      return row;
    }
    List<String> names = new ArrayList<>();
    List<RawValue> values = new ArrayList<>();
    for (int i = 0; i < row.values().size(); i++) {
      RawValue value = row.values().get(i);
      boolean withheld = value instanceof RawValue.Hidden(var secret) && secret.isWithheld();
      if (!withheld) {
        names.add(row.names().get(i));
        values.add(value instanceof RawValue.Hidden(var secret) ? parsed(secret.reveal()) : value);
      }
    }
    return new RawRow(row.table(), names, values);
  }

  private static RawValue parsed(String json) {
    try {
      return JSON.readValue(json, RawValue.class);
    } catch (JsonProcessingException e) {
      // The message would show the secret.
      throw new IllegalStateException(
          "a hidden value of a row is not the JSON of a value (" + e.getLocation() + ")");
    }
  }
}
