package dev.wayleave.exporters.headscale.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.exporters.headscale.store.RowSession.Counter;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was changed in a Headscale database, as the JSON text by which it is taken back.
///
/// @param format [#FORMAT]
/// @param place the database, for people
/// @param rows in the order in which they were changed
/// @param counted how far the rows of `policies` were counted; null where nothing counts them, or
///   none is new
/// @param file the file of the policy; null where it was not written
record RowsJournal(
    String format,
    String place,
    List<RowEdit> rows,
    @Nullable Counted counted,
    @Nullable FileEdit file) {
  static final String FORMAT = "wayleave-headscale-identities/1";

  RowsJournal {
    rows = List.copyOf(rows);
  }

  /// How far rows were counted, before and after.
  record Counted(String table, Counter before, Counter after) {}

  /// The text of a file, before and after.
  record FileEdit(String path, String before, String after) {}

  String text() {
    try {
      return mapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new AssertionError("records of texts and numbers are always JSON", e);
    }
  }

  static RowsJournal read(String text) throws IdentityStoreException {
    try {
      JsonNode tree = mapper().readTree(text);
      if (!tree.path("format").asText().equals(FORMAT)) {
        throw new IdentityStoreException(
            "The journal is not one of a Headscale database, or of another Wayleave; nothing was undone.");
      }
      return mapper().treeToValue(tree, RowsJournal.class);
    } catch (JsonProcessingException e) {
      throw new IdentityStoreException("The journal was damaged; nothing was undone.", e);
    }
  }

  /// The values of rows stand as they are, also those that are hidden from people elsewhere.
  private static ObjectMapper mapper() {
    return InventoryJson.revealing().mapper();
  }
}
