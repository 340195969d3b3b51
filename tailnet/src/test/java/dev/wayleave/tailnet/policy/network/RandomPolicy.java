package dev.wayleave.tailnet.policy.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Policies by chance, of all selectors and of rules with and without `via` and `autogroup:self`.
///
/// Literal IPv6 addresses of nodes are left out as destinations: the hosted service takes them in a
/// test and not in a filter, so that the two would rightly differ.
final class RandomPolicy {
  private static final List<String> SOURCES =
      List.of(
          "*",
          "autogroup:member",
          "autogroup:tagged",
          "autogroup:owner",
          "autogroup:danger-all",
          "u1@example.com",
          "u2@example.org",
          "user:*@example.com",
          "group:g1",
          "group:g2",
          "group:none",
          "tag:a",
          "tag:b",
          "tag:c",
          "tag:d",
          "100.64.0.3",
          "100.64.0.0/29",
          "fd7a:115c:a1e0::2",
          "10.1.0.0/16",
          "net",
          "192.168.7.9",
          "100.64.0.2-100.64.0.5",
          "ipset:mixed");
  private static final List<String> TARGETS =
      List.of(
          "*",
          "autogroup:member",
          "autogroup:tagged",
          "autogroup:internet",
          "u1@example.com",
          "u3@example.com",
          "user:*@example.com",
          "group:g1",
          "group:g2",
          "tag:a",
          "tag:b",
          "tag:c",
          "tag:d",
          "100.64.0.3",
          "100.64.0.0/29",
          "10.1.0.0/16",
          "10.1.2.3",
          "net",
          "8.8.8.0/24",
          "100.64.0.2-100.64.0.5",
          "ipset:mixed",
          "ipset:open");
  private static final List<String> IP =
      List.of("*", "tcp:443", "tcp:80-90", "udp:53", "icmp:*", "443", "20-30");

  private final Random random;

  RandomPolicy(Random random) {
    this.random = random;
  }

  /// The rules of a policy, as texts of grants.
  List<String> rules() {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      rules.add(rule(random.nextInt(4) == 0));
    }
    return rules;
  }

  /// One grant.
  String rule(boolean via) {
    if (!via && random.nextInt(5) == 0) {
      return grant(
          quoted(List.of("autogroup:member", "group:g1", "u1@example.com"), 2),
          "[\"autogroup:self\"]",
          "");
    }
    String more =
        via ? ", \"via\": " + quoted(RandomTailnet.TAGS, 2) : random.nextInt(4) == 0 ? app() : "";
    if (random.nextInt(4) == 0) {
      more = more + ", \"srcPosture\": [\"posture:linux\"]";
    }
    List<String> targets = more.contains("\"app\"") ? without(TARGETS) : TARGETS;
    return grant(quoted(SOURCES, 2), quoted(targets, 3), more);
  }

  private static List<String> without(List<String> targets) {
    return targets.stream().filter(target -> !target.equals("autogroup:internet")).toList();
  }

  private static String app() {
    return ", \"app\": {\"tailscale.com/cap/drive\": [{\"shares\": [\"*\"]}]}";
  }

  private String grant(String sources, String targets, String more) {
    return "{\"src\": "
        + sources
        + ", \"dst\": "
        + targets
        + ", \"ip\": "
        + quoted(IP, 2)
        + more
        + "}";
  }

  private String quoted(List<String> words, int most) {
    return IntStream.rangeClosed(0, random.nextInt(most))
        .mapToObj(_ -> "\"" + words.get(random.nextInt(words.size())) + "\"")
        .distinct()
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /// The text of a policy with the given rules.
  static String text(List<String> rules) {
    return """
    {
      "groups": {
        "group:g1": ["u1@example.com", "u2@example.org"],
        "group:g2": ["u3@example.com", "nobody@example.com"],
        "group:none": [],
      },
      "hosts": {"net": "10.0.0.0/8"},
      "ipsets": {"ipset:mixed": ["add 10.1.0.0/16", "remove 10.1.2.0/24", "add 100.64.0.4"],
                 "ipset:open": ["add autogroup:internet", "add 10.1.0.0/16", "remove 8.8.4.0/24"]},
      "postures": {"posture:linux": ["node:os == 'linux'"]},
      "tagOwners": {"tag:a": [], "tag:b": ["tag:a"], "tag:c": [], "tag:d": []},
      "grants": [%s],
    }
    """
        .formatted(String.join(",\n", rules));
  }
}
