package dev.wayleave.importers.tailscale.terraform;

import static dev.wayleave.importers.tailscale.shape.ExportJson.copy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.ListBody;

/// Auth keys, OAuth clients and federated identities of a state, without their secrets.
final class StateKeys {
  private final ListBody list = new ListBody(Section.KEYS);

  boolean take(StateObject object) {
    JsonNode attributes = object.attributes();
    switch (object.type()) {
      case "tailscale_tailnet_key" -> list.add(authKey(attributes));
      case "tailscale_oauth_client" -> list.add(key(attributes, "client"));
      case "tailscale_federated_identity" -> list.add(key(attributes, "federated"));
      default -> {
        return false;
      }
    }
    return true;
  }

  ListBody list() {
    return list;
  }

  int count() {
    return list.size();
  }

  private static ObjectNode authKey(JsonNode attributes) {
    ObjectNode key = ExportJson.object();
    copy(attributes, key, "id", "id", "description", "description", "created_at", "created");
    copy(attributes, key, "expires_at", "expires", "expiry", "expirySeconds", "user_id", "userId");
    copy(attributes, key, "invalid", "invalid");
    key.put("keyType", "auth");
    ObjectNode create = key.putObject("capabilities").putObject("devices").putObject("create");
    copy(attributes, create, "reusable", "reusable", "ephemeral", "ephemeral", "tags", "tags");
    copy(attributes, create, "preauthorized", "preauthorized");
    return key;
  }

  private static ObjectNode key(JsonNode attributes, String type) {
    ObjectNode key = ExportJson.object();
    copy(attributes, key, "id", "id", "description", "description", "created_at", "created");
    copy(attributes, key, "updated_at", "updated", "user_id", "userId", "scopes", "scopes");
    copy(attributes, key, "tags", "tags", "issuer", "issuer", "subject", "subject");
    copy(attributes, key, "audience", "audience", "custom_claim_rules", "customClaimRules");
    return key.put("keyType", type);
  }
}
