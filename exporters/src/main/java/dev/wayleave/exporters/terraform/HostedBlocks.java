package dev.wayleave.exporters.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.exporters.hosted.HostedSettings;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.HostedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a hosted plane kept beside devices and policy, for the way back to it.
final class HostedBlocks {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// The provider names all settings as the API does, save this one.
  private static final String ROLE = "users_role_allowed_to_join_external_tailnets";

  private final Map<String, List<HclBlock>> files = new TreeMap<>();
  private final HclText.Labels labels = new HclText.Labels();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Integer> left = new TreeMap<>();

  Map<String, List<HclBlock>> files() {
    return files;
  }

  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    left.forEach((type, count) -> all.add(TerraformFindings.left(type, count)));
    return all;
  }

  /// Whether the object has a place in the configuration.
  boolean take(HostedObject object) {
    JsonNode json;
    try {
      json = JSON.readTree(object.json());
    } catch (JsonProcessingException e) {
      findings.add(HostedSettings.unreadable(object));
      return false;
    }
    switch (object.type()) {
      case "contacts" -> contacts(json);
      case "webhook" -> webhook(object, json);
      case "service" -> service(object, json);
      case "oauth-client" -> client(object, json);
      case "federated-identity" -> identity(object, json);
      case "posture-integration", "log-stream" -> {
        findings.add(TerraformFindings.needsSecret(object));
        return false;
      }
      default -> {
        left.merge(object.type(), 1, Integer::sum);
        return false;
      }
    }
    return true;
  }

  private void put(String file, String type, String label, String id, HclBlock resource) {
    List<HclBlock> blocks = files.computeIfAbsent(file, _ -> new ArrayList<>());
    blocks.add(HclBlock.importing(type, label, id));
    blocks.add(resource);
  }

  /// @param values by their names in the API
  void settings(Map<String, JsonNode> values) {
    HclBlock resource = HclBlock.resource("tailscale_tailnet_settings", "settings");
    boolean any = false;
    for (Map.Entry<String, JsonNode> value : values.entrySet()) {
      JsonNode told = value.getValue();
      if (told.isBoolean() || told.isIntegralNumber()) {
        resource.expression(attribute(value.getKey()), told.asText());
        any = true;
      } else if (told.isTextual() && !told.asText().isEmpty()) {
        resource.text(attribute(value.getKey()), told.asText());
        any = true;
      }
    }
    if (any) {
      put("settings.tf", "tailscale_tailnet_settings", "settings", "tailnet_settings", resource);
    }
  }

  private static String attribute(String name) {
    String attribute = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    return attribute.equals(ROLE) ? "users_role_allowed_to_join_external_tailnet" : attribute;
  }

  private void contacts(JsonNode json) {
    HclBlock resource = HclBlock.resource("tailscale_contacts", "contacts");
    for (String contact : List.of("account", "security", "support")) {
      String email = json.path(contact).path("email").asText("");
      if (!email.isEmpty()) {
        resource.with(HclBlock.block(contact).text("email", email));
      }
    }
    put("contacts.tf", "tailscale_contacts", "contacts", "contacts", resource);
  }

  private void webhook(HostedObject object, JsonNode json) {
    String label = labels.of(object.id(), "webhook");
    HclBlock resource =
        HclBlock.resource("tailscale_webhook", label)
            .text("endpoint_url", json.path("endpointUrl").asText(""));
    optional(resource, "provider_type", json.path("providerType"));
    resource.texts("subscriptions", texts(json.path("subscriptions")));
    put("webhooks.tf", "tailscale_webhook", label, object.id(), resource);
  }

  private void service(HostedObject object, JsonNode json) {
    String name = json.path("name").asText(object.id());
    String label = labels.of(name, "service");
    HclBlock resource = HclBlock.resource("tailscale_service", label).text("name", name);
    optional(resource, "comment", json.path("comment"));
    resource.texts("ports", texts(json.path("ports")));
    if (!json.path("tags").isEmpty()) {
      resource.texts("tags", texts(json.path("tags")));
    }
    put("services.tf", "tailscale_service", label, name, resource);
  }

  private void client(HostedObject object, JsonNode json) {
    String label = labels.of(json.path("description").asText(""), "client");
    put(
        "credentials.tf",
        "tailscale_oauth_client",
        label,
        object.id(),
        credential(HclBlock.resource("tailscale_oauth_client", label), json));
  }

  private void identity(HostedObject object, JsonNode json) {
    String label = labels.of(json.path("description").asText(""), "identity");
    HclBlock resource =
        credential(HclBlock.resource("tailscale_federated_identity", label), json)
            .text("issuer", json.path("issuer").asText(""))
            .text("subject", json.path("subject").asText(""));
    optional(resource, "audience", json.path("audience"));
    TreeMap<String, String> rules = new TreeMap<>();
    json.path("customClaimRules")
        .properties()
        .forEach(rule -> rules.put(rule.getKey(), rule.getValue().asText()));
    if (!rules.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      rules.forEach(
          (claim, pattern) -> pairs.add(HclText.quoted(claim) + " = " + HclText.quoted(pattern)));
      resource.expression("custom_claim_rules", "{ " + String.join(", ", pairs) + " }");
    }
    put("credentials.tf", "tailscale_federated_identity", label, object.id(), resource);
  }

  private static HclBlock credential(HclBlock resource, JsonNode json) {
    optional(resource, "description", json.path("description"));
    resource.texts("scopes", texts(json.path("scopes")));
    if (!json.path("tags").isEmpty()) {
      resource.texts("tags", texts(json.path("tags")));
    }
    return resource;
  }

  private static void optional(HclBlock resource, String attribute, JsonNode value) {
    if (!value.asText("").isEmpty()) {
      resource.text(attribute, value.asText());
    }
  }

  /// Sets have no order there, so they get one here.
  private static SortedSet<String> texts(JsonNode list) {
    TreeSet<String> texts = new TreeSet<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
