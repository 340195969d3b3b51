package dev.wayleave.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.json.InventoryJsonException;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.util.ArrayList;
import java.util.List;

/// The text of a row of the change log: an array of one object per change.
///
/// `{"put": KIND, "value": ENTITY}`, `{"removed": KIND, "value": ENTITY}` or `{"reloaded": true}`.
/// Entities stand in it whole, so that a replica catches up without a look at the tables, which may
/// already be further on.
final class LogPayload {
  private static final InventoryJson JSON = InventoryJson.revealing();
  private static final ObjectMapper MAPPER = JSON.mapper();

  private LogPayload() {}

  static String write(List<? extends TailnetChange> changes) {
    ArrayNode array = MAPPER.createArrayNode();
    for (TailnetChange change : changes) {
      switch (change) {
        case TailnetChange.Put put -> add(array, "put", put.entity());
        case TailnetChange.Removed removed -> add(array, "removed", removed.last());
        case TailnetChange.Reloaded _ -> array.addObject().put("reloaded", true);
      }
    }
    return array.toString();
  }

  private static void add(ArrayNode array, String verb, TailnetEntity entity) {
    array
        .addObject()
        .put(verb, EntityRef.of(entity).kind().plural())
        .set("value", JSON.tree(entity));
  }

  static List<TailnetChange> read(String payload) throws InventoryJsonException {
    List<TailnetChange> changes = new ArrayList<>();
    for (JsonNode item : parse(payload)) {
      if (item.has("put")) {
        changes.add(new TailnetChange.Put(entity(item, "put")));
      } else if (item.has("removed")) {
        changes.add(new TailnetChange.Removed(entity(item, "removed")));
      } else {
        changes.add(new TailnetChange.Reloaded());
      }
    }
    return changes;
  }

  private static TailnetEntity entity(JsonNode item, String verb) throws InventoryJsonException {
    EntityKind kind = EntityKind.parse(item.path(verb).asText());
    return JSON.entity(kind, item.path("value")).value();
  }

  private static JsonNode parse(String payload) {
    try {
      return MAPPER.readTree(payload);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the change log holds only what this class wrote", e);
    }
  }
}
