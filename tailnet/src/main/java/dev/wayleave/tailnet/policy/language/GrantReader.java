package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the section `grants`: network access (`ip`) and application capabilities (`app`).
final class GrantReader {
  /// Destinations times entries of `ip` in one grant: every destination has each of them. Two lists
  /// in a file of ten megabytes could ask for a hundred thousand million.
  private static final long MOST_TARGETS = 1_000_000;

  private final Scope scope;

  GrantReader(Scope scope) {
    this.scope = scope;
  }

  List<AccessRule> read(Fields root) {
    List<AccessRule> rules = new ArrayList<>();
    for (Json entry : root.elements("grants")) {
      rules.add(rule(entry, "grants[" + rules.size() + "]"));
    }
    return rules;
  }

  private AccessRule rule(Json entry, String name) {
    Fields fields =
        Fields.of(entry, name, scope.remarks(), "src", "dst", "ip", "app", "via", "srcPosture");
    List<Allowance> allowances = List.copyOf(allowances(fields));
    Map<String, JsonArray> app = CapabilityNames.read(fields);
    if (fields.strings("ip").isEmpty() && app.isEmpty()) {
      scope.remarks().fault(fields.at(), "ip and app can not both be empty");
    }
    List<Selector> sources = scope.selectors().read(fields.strings("src"), Place.SOURCE, "src=");
    List<Selector> destinations = destinations(fields, !app.isEmpty());
    SelfRule.check(sources, destinations, false, fields);
    if ((long) destinations.size() * allowances.size() > MOST_TARGETS) {
      scope
          .remarks()
          .fault(fields.at(), name + ": dst times ip is more than " + MOST_TARGETS + " entries");
    }
    return new AccessRule(
        name,
        fields.at(),
        sources,
        destinations.stream().map(selector -> new Target(selector, allowances)).toList(),
        app,
        via(fields),
        scope.postureNames(fields, "srcPosture"),
        !allowances.isEmpty());
  }

  private List<Allowance> allowances(Fields fields) {
    List<Allowance> found = new ArrayList<>();
    for (JsonString word : fields.strings("ip")) {
      try {
        found.add(allowance(word.value().strip()));
      } catch (Refusal refusal) {
        scope.remarks().fault(word.at(), refusal.what());
      }
    }
    return found;
  }

  /// `*`, ports, or `PROTOCOL:PORTS`; `ParseProtoPortRanges` in Tailscale's `tailcfg`.
  private static Allowance allowance(String text) throws Refusal {
    if (text.isEmpty()) {
      throw new Refusal("empty string");
    }
    int colon = text.lastIndexOf(':');
    String protocol = colon < 0 ? "*" : text.substring(0, colon);
    if (protocol.isEmpty()) {
      throw new Refusal("empty protocol");
    }
    PortRange ports = PortList.one(text.substring(colon + 1));
    return new Allowance(
        protocol.equals("*") ? Protocol.UNNAMED : ProtocolNames.parse(protocol), ports);
  }

  private List<Selector> destinations(Fields fields, boolean hasApp) {
    List<Selector> found = new ArrayList<>();
    for (JsonString word : fields.strings("dst")) {
      scope
          .selectors()
          .read(word, word.value(), Place.DESTINATION, AclReader.prefix(word.value().strip()))
          .ifPresent(selector -> {
            checkReach(selector, hasApp);
            found.add(selector);
          });
    }
    return found;
  }

  private void checkReach(Selector selector, boolean hasApp) {
    if (selector instanceof Selector.Auto(_, var group) && group == AutoGroup.INTERNET && hasApp) {
      scope.remarks().fault(selector.at(), "cannot use app grants with autogroup:internet");
    }
    boolean all =
        selector instanceof Selector.Address(_, _, var range)
            && range.prefix().filter(prefix -> prefix.length() == 0).isPresent();
    if (all) {
      scope
          .remarks()
          .fault(
              selector.at(),
              "dst "
                  + Quoted.of(selector.text())
                  + ": to allow all IP addresses, use \"*\" or \"autogroup:internet\"");
    }
  }

  private List<TagName> via(Fields fields) {
    List<TagName> tags = new ArrayList<>();
    for (JsonString word : fields.strings("via")) {
      String text = word.value().strip();
      if (!text.startsWith(TagName.PREFIX)) {
        scope.remarks().fault(word.at(), "via can only be a tag");
      } else {
        scope
            .selectors()
            .tag(text)
            .ifPresentOrElse(
                tags::add,
                () -> scope.remarks().fault(word.at(), "tag " + Quoted.of(text) + " not found"));
      }
    }
    return tags;
  }
}
