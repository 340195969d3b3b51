package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.ssh.SshAction;
import dev.wayleave.tailnet.policy.ssh.SshFilterRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// As whom sessions from one device may begin on another, and how.
///
/// The first rule that knows the local user decides, as on the device.
final class Logins {
  private static final String ANY = "*";
  private static final String ROOT = "root";

  private Logins() {}

  /// How a session begins as each local user; `*` stands for all who are not named.
  static NavigableMap<String, String> of(List<SshFilterRule> rules, List<IpAddress> from) {
    List<SshFilterRule> matching =
        rules.stream().filter(rule -> from.stream().anyMatch(rule.principals()::contains)).toList();
    return of(matching);
  }

  /// The same with the rules that match the source.
  static NavigableMap<String, String> of(List<SshFilterRule> matching) {
    NavigableSet<String> users = new TreeSet<>();
    matching.forEach(rule -> users.addAll(rule.sshUsers().keySet()));
    NavigableMap<String, String> logins = new TreeMap<>();
    for (String user : users) {
      for (SshFilterRule rule : matching) {
        if (admits(rule, user)) {
          logins.put(user, manner(rule));
          break;
        }
      }
    }
    return logins;
  }

  private static boolean admits(SshFilterRule rule, String user) {
    String mapped = rule.sshUsers().get(user);
    return mapped == null ? !rule.sshUsers().getOrDefault(ANY, "").isEmpty() : !mapped.isEmpty();
  }

  private static String manner(SshFilterRule rule) {
    List<String> parts = new ArrayList<>();
    switch (rule.action()) {
      case SshAction.Accept _ -> {}
      case SshAction.Check(_, Duration period, _) ->
          parts.add(
              period.isZero() ? "after a check each time" : "after a check every " + words(period));
      case SshAction.Reject _ -> parts.add("refused, because no recorder is there");
    }
    if (!rule.action().recording().recorders().isEmpty()) {
      parts.add(rule.action().recording().enforced() ? "recorded without fail" : "recorded");
    }
    if (!rule.acceptEnv().isEmpty()) {
      parts.add("with environment " + String.join(", ", rule.acceptEnv()));
    }
    return String.join(", ", parts);
  }

  private static String words(Duration period) {
    long minutes = period.toMinutes();
    return minutes % 60 == 0 && minutes > 0 ? minutes / 60 + " h" : minutes + " min";
  }

  /// In words, for example `as root and alice; as any other user, after a check every 12 h`.
  static String words(Map<String, String> logins) {
    Map<String, List<String>> byManner = new LinkedHashMap<>();
    logins.forEach(
        (user, manner) -> byManner.computeIfAbsent(manner, _ -> new ArrayList<>()).add(user));
    List<String> parts = new ArrayList<>();
    byManner.forEach((manner, users) ->
        parts.add("as " + users(users, logins) + (manner.isEmpty() ? "" : ", " + manner)));
    return String.join("; ", parts);
  }

  private static String users(List<String> users, Map<String, String> all) {
    List<String> names = new ArrayList<>(users);
    if (names.remove(ANY)) {
      names.add(
          !names.isEmpty() || all.size() > 1
              ? "any other user" + (all.containsKey(ROOT) ? "" : " but root")
              : "any user but root");
    }
    return names.size() == 1
        ? names.getFirst()
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }
}
