package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.dialect.SourceRule.SourceTarget;
import dev.wayleave.tailnet.policy.language.PortRange;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonNull;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what an engine of Headscale sees in a policy; what it skips is skipped here.
final class SourcePolicyReader {
  private final PolicyEngine engine;

  SourcePolicyReader(PolicyEngine engine) {
    this.engine = engine;
  }

  SourcePolicy read(Json root) {
    return new SourcePolicy(
        root,
        SourceFields.lists(root, "groups"),
        hosts(root),
        SourceFields.lists(root, "tagOwners"),
        rules(root),
        engine.hasSsh() ? ssh(root) : List.of(),
        SourceApprovers.of(root, engine));
  }

  private static Map<String, String> hosts(Json root) {
    Map<String, String> hosts = new LinkedHashMap<>();
    SourceFields.member(root, "hosts").stream()
        .flatMap(at -> SourceFields.members(at.value()).stream())
        .filter(member -> member.value() instanceof JsonString)
        .forEach(member -> hosts.put(name(member), ((JsonString) member.value()).value()));
    return hosts;
  }

  private static String name(Member member) {
    return member.name().value();
  }

  /// A section that is `null` is none: Go makes no difference between the two.
  private Optional<List<SourceRule>> rules(Json root) {
    Optional<Member> acls = section(root, "acls");
    Optional<Member> grants =
        engine.hasSection("grants") ? section(root, "grants") : Optional.empty();
    if (acls.isEmpty() && grants.isEmpty()) {
      return Optional.empty();
    }
    List<SourceRule> rules = new ArrayList<>();
    grants.ifPresent(at -> each(at, (index, rule) -> rules.add(grant(index, at, rule))));
    acls.ifPresent(at -> each(at, (index, rule) -> rules.add(acl(index, at, rule))));
    return Optional.of(List.copyOf(rules));
  }

  private static Optional<Member> section(Json root, String name) {
    return SourceFields.member(root, name).filter(at -> !(at.value() instanceof JsonNull));
  }

  private interface EntryReader {
    void read(int index, Json entry);
  }

  private static void each(Member section, EntryReader reader) {
    List<Json> entries = SourceFields.elements(section.value());
    for (int i = 0; i < entries.size(); i++) {
      reader.read(i, entries.get(i));
    }
  }

  private static String path(Member section, int index) {
    return "/" + name(section) + "/" + index;
  }

  private SourceRule acl(int index, Member section, Json rule) {
    boolean old = engine.isBefore(PolicyEngine.V0_16);
    List<Integer> protocols = old ? List.of() : protocols(SourceFields.text(rule, "proto"));
    List<SourceTarget> targets =
        SourceFields.words(rule, old ? "ports" : "dst").stream()
            .flatMap(word -> target(word, protocols).stream())
            .toList();
    return new SourceRule(
        path(section, index),
        "acls[" + index + "]",
        rule.at(),
        SourceFields.words(rule, old ? "users" : "src"),
        targets,
        List.of());
  }

  private static Optional<SourceTarget> target(JsonString at, List<Integer> protocols) {
    String text = at.value();
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    return ports(text.substring(colon + 1))
        .map(ports ->
            new SourceTarget(
                at, withoutBrackets(text.substring(0, colon)), Channel.of(protocols, ports)));
  }

  /// `[fd7a::1]/128` and `[fd7a::1]` are IPv6 as 0.29 reads it.
  private static String withoutBrackets(String text) {
    return text.startsWith("[") ? text.replace("[", "").replace("]", "") : text;
  }

  private SourceRule grant(int index, Member section, Json rule) {
    List<Channel> channels =
        SourceFields.words(rule, "ip").stream()
            .flatMap(word -> channels(word.value()).stream())
            .distinct()
            .toList();
    return new SourceRule(
        path(section, index),
        "grants[" + index + "]",
        rule.at(),
        SourceFields.words(rule, "src"),
        SourceFields.words(rule, "dst").stream()
            .map(at -> new SourceTarget(at, at.value(), channels))
            .toList(),
        SourceFields.words(rule, "via").stream().map(JsonString::value).toList());
  }

  /// `*`, `443`, `80-90`, `tcp:443`, `icmp:*`.
  private static List<Channel> channels(String text) {
    int colon = text.indexOf(':');
    List<Integer> protocols = colon < 0 ? List.of() : protocols(text.substring(0, colon));
    return ports(text.substring(colon + 1))
        .map(ports -> Channel.of(protocols, ports))
        .orElse(List.of());
  }

  private static Optional<List<PortRange>> ports(String text) {
    if (text.equals("*")) {
      return Optional.of(List.of(PortRange.ALL));
    }
    List<PortRange> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.split("-", 2);
      try {
        int first = Integer.parseInt(ends[0].strip());
        int last = ends.length == 1 ? first : Integer.parseInt(ends[1].strip());
        ranges.add(new PortRange(first, last));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(ranges);
  }

  private static List<Integer> protocols(String text) {
    return switch (text) {
      case "" -> List.of();
      case "icmp", "ipv6-icmp" -> List.of(1);
      case "igmp" -> List.of(2);
      case "ipv4", "ip-in-ip" -> List.of(4);
      case "tcp" -> List.of(6);
      case "egp" -> List.of(8);
      case "igp" -> List.of(9);
      case "udp" -> List.of(17);
      case "gre" -> List.of(47);
      case "esp" -> List.of(50);
      case "ah" -> List.of(51);
      case "sctp" -> List.of(132);
      case "fc" -> List.of(133);
      default -> number(text);
    };
  }

  private static List<Integer> number(String text) {
    try {
      return List.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return List.of();
    }
  }

  private static List<SourceSshRule> ssh(Json root) {
    List<SourceSshRule> rules = new ArrayList<>();
    section(root, "ssh")
        .ifPresent(
            at -> each(at, (index, rule) -> rules.add(sshRule(path(at, index), index, rule))));
    return rules;
  }

  private static SourceSshRule sshRule(String path, int index, Json rule) {
    return new SourceSshRule(
        path,
        "ssh[" + index + "]",
        rule.at(),
        SourceFields.words(rule, "src"),
        SourceFields.words(rule, "dst"),
        SourceFields.words(rule, "users"));
  }
}
