package dev.wayleave.coordinator.kept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import java.util.Optional;

/// The text of a row's body: a record and the values of the model in it, as JSON.
public final class KeptJson {
  private static final ObjectMapper MAPPER = InventoryJson.revealing().mapper();

  private KeptJson() {}

  public static String write(Record value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("records of plain data always serialise", e);
    }
  }

  /// What stands in a body; nothing where another release wrote it otherwise, so that what it
  /// stands for has to begin anew.
  public static <T extends Record> Optional<T> read(Class<T> type, String body) {
    try {
      return Optional.of(MAPPER.readValue(body, type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
