package dev.wayleave.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// What one node is sent, in a form in which equal meanings are equal values.
final class NodeForm {
  /// Account state, which a case does not hold.
  private static final Set<String> UNKNOWABLE =
      Set.of(
          "https://tailscale.com/cap/is-owner",
          "https://tailscale.com/cap/is-admin",
          "https://tailscale.com/cap/tailnet-lock",
          "tailnet-display-name",
          "default-auto-update");

  private NodeForm() {}

  static Map<String, Object> of(JsonNode node) {
    JsonNode self = node.path("self");
    Map<String, Object> form = new TreeMap<>();
    form.put("packetFilter", each(node.path("packetFilter"), NodeForm::rule));
    form.put("sshRules", each(node.path("sshRules"), NodeForm::sshRule));
    form.put("self.allowedIPs", sorted(self.path("allowedIPs")));
    form.put("self.primaryRoutes", sorted(self.path("primaryRoutes")));
    form.put("self.tags", sorted(self.path("tags")));
    form.put("self.capMap", capabilities(self.path("capMap")));
    Map<String, Object> peers = new TreeMap<>();
    node.path("peers").properties().forEach(p -> peers.put(p.getKey(), peer(p.getValue())));
    form.put("peers", peers);
    return form;
  }

  private static Map<String, Object> peer(JsonNode peer) {
    return Map.of(
        "allowedIPs", sorted(peer.path("allowedIPs")),
        "primaryRoutes", sorted(peer.path("primaryRoutes")),
        "tags", sorted(peer.path("tags")),
        "capMap", capabilities(peer.path("capMap")));
  }

  private static List<Object> each(JsonNode array, Function<JsonNode, Object> form) {
    List<Object> forms = new ArrayList<>();
    array.forEach(element -> forms.add(form.apply(element)));
    return forms;
  }

  private static Object rule(JsonNode rule) {
    Map<String, Object> form = filled(rule);
    form.computeIfPresent("SrcIPs", (_, _) -> sorted(rule.path("SrcIPs")));
    form.computeIfPresent("IPProto", (_, _) -> sorted(rule.path("IPProto")));
    form.computeIfPresent("DstPorts", (_, _) -> destinations(rule.path("DstPorts")));
    form.computeIfPresent("CapGrant", (_, _) -> each(rule.path("CapGrant"), NodeForm::grant));
    return form;
  }

  private static List<String> destinations(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.path("IP").asText() + " " + one.path("Ports")));
    return texts.stream().sorted().toList();
  }

  private static Object grant(JsonNode grant) {
    Map<String, Object> capabilities = new TreeMap<>();
    grant.path("CapMap").properties().forEach(c -> capabilities.put(c.getKey(), values(c)));
    return Map.of("Dsts", sorted(grant.path("Dsts")), "CapMap", capabilities);
  }

  private static Object values(Map.Entry<String, JsonNode> capability) {
    return isEmpty(capability.getValue()) ? "" : capability.getValue();
  }

  private static Object sshRule(JsonNode rule) {
    Map<String, Object> form = filled(rule);
    form.computeIfPresent("principals", (_, _) -> sorted(rule.path("principals")));
    return form;
  }

  /// The fields that hold anything.
  private static Map<String, Object> filled(JsonNode object) {
    Map<String, Object> filled = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!isEmpty(field.getValue())) {
        filled.put(field.getKey(), field.getValue());
      }
    }
    return filled;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || value.isMissingNode() || (value.isContainerNode() && value.isEmpty());
  }

  private static Map<String, Object> capabilities(JsonNode map) {
    Map<String, Object> form = new TreeMap<>();
    for (Map.Entry<String, JsonNode> capability : map.properties()) {
      if (!UNKNOWABLE.contains(capability.getKey())) {
        form.put(capability.getKey(), values(capability));
      }
    }
    return form;
  }

  private static List<String> sorted(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.toString()));
    return texts.stream().sorted().toList();
  }
}
