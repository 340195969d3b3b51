package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads `app`: application capabilities by name, each with a list of values.
final class CapabilityNames {
  private static final String OWN_DOMAIN = "tailscale.com/";

  /// What the control plane alone gives to peers: as recorded from the hosted service, and what it
  /// adds to a rule by itself.
  private static final Set<String> INTERNAL =
      Set.of(
          "tailscale.com/cap/debug-peer",
          "tailscale.com/cap/drive-sharer",
          "tailscale.com/cap/file-send",
          "tailscale.com/cap/file-sharing",
          "tailscale.com/cap/file-sharing-target",
          "tailscale.com/cap/funnel",
          "tailscale.com/cap/ingress",
          "tailscale.com/cap/relay-target",
          "tailscale.com/cap/wake-on-lan");

  private CapabilityNames() {}

  /// Reads those of a grant, which has no right to some.
  static Map<String, JsonArray> read(Fields rule) {
    rule.members("app").forEach(member -> check(member.name(), rule.remarks()));
    return values(rule);
  }

  /// Reads names and values as they are.
  static Map<String, JsonArray> values(Fields rule) {
    Map<String, JsonArray> app = new LinkedHashMap<>();
    for (Member member : rule.members("app")) {
      List<Json> values =
          Fields.elements(member.value(), Quoted.of(member.name().value()), rule.remarks());
      app.put(member.name().value(), new JsonArray(member.value().at(), values));
    }
    return app;
  }

  private static void check(JsonString name, Remarks remarks) {
    String text = name.value();
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1 || text.contains("://")) {
      remarks.fault(name.at(), "capability name must have the form {domain}/{path}");
    } else if (text.startsWith(OWN_DOMAIN) && INTERNAL.contains(text)) {
      remarks.fault(name.at(), "capability name must not be in the tailscale.com domain");
    }
  }
}
