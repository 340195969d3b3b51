package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the section `acls`, with its older spellings `users` and `ports`.
final class AclReader {
  private final Scope scope;

  AclReader(Scope scope) {
    this.scope = scope;
  }

  List<AccessRule> read(Fields root) {
    List<AccessRule> rules = new ArrayList<>();
    for (Json entry : root.elements("acls")) {
      rules.add(rule(entry, "acls[" + rules.size() + "]"));
    }
    return rules;
  }

  private AccessRule rule(Json entry, String name) {
    Fields fields =
        Fields.of(
            entry,
            name,
            scope.remarks(),
            "action",
            "src",
            "users",
            "dst",
            "ports",
            "proto",
            "srcPosture");
    String action = fields.text("action");
    if (!action.equals("accept")) {
      scope
          .remarks()
          .fault(fields.at("action"), "action=" + Quoted.of(action) + " is not supported");
    }
    List<Selector> sources =
        scope.selectors().read(fields.strings(fields.either("src", "users")), Place.SOURCE, "src=");
    List<Target> targets = targets(fields);
    SelfRule.check(sources, targets.stream().map(Target::selector).toList(), true, fields);
    return new AccessRule(
        name,
        fields.at(),
        sources,
        targets,
        Map.of(),
        List.of(),
        scope.postureNames(fields, "srcPosture"),
        true);
  }

  private List<Target> targets(Fields fields) {
    Protocol protocol = Protocol.UNNAMED;
    try {
      protocol = ProtocolNames.parse(fields.text("proto"));
    } catch (Refusal refusal) {
      scope.remarks().fault(fields.at("proto"), refusal.what());
    }
    List<Target> targets = new ArrayList<>();
    for (JsonString word : fields.strings(fields.either("dst", "ports"))) {
      target(word, protocol, targets);
    }
    return targets;
  }

  private void target(JsonString word, Protocol protocol, List<Target> targets) {
    String text = word.value().strip();
    Destination destination;
    try {
      destination = Destination.parse(text);
      requirePortless(protocol, destination);
    } catch (Refusal refusal) {
      scope.remarks().fault(word.at(), prefix(text) + refusal.what());
      return;
    }
    List<Allowance> allowances =
        destination.ports().stream().map(ports -> new Allowance(protocol, ports)).toList();
    scope
        .selectors()
        .read(word, destination.host(), Place.DESTINATION, prefix(destination.host()))
        .ifPresent(selector -> targets.add(new Target(selector, allowances)));
  }

  private static void requirePortless(Protocol protocol, Destination destination) throws Refusal {
    boolean all = destination.ports().stream().allMatch(PortRange.ALL::equals);
    if (!all && !ProtocolNames.hasPorts(protocol)) {
      throw new Refusal("only tcp, udp and sctp have ports; with this proto the port is *");
    }
  }

  /// What a message about a destination begins with: `dst="tag:web": `.
  static String prefix(String destination) {
    return "dst=" + Quoted.of(destination) + ": ";
  }
}
