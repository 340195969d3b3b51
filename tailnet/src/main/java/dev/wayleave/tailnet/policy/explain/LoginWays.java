package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.SshRule;
import dev.wayleave.tailnet.policy.ssh.SshFilterRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the entries of `ssh` that let sessions begin.
final class LoginWays {
  private record Key(String rule, String how) {}

  private final Sight sight;
  private final RuleRef.Lines lines;
  private final DeviceLabels labels;

  LoginWays(Sight sight, RuleRef.Lines lines, DeviceLabels labels) {
    this.sight = sight;
    this.lines = lines;
    this.labels = labels;
  }

  List<Explanation.Login> between(Place source, Place destination) {
    Map<Key, BitSet> from = new LinkedHashMap<>();
    Map<Key, BitSet> to = new LinkedHashMap<>();
    for (Device there : destination.devices()) {
      Map<String, List<SshFilterRule>> rules = byEntry(sight.ssh().rulesFor(there));
      for (Device here : source.devices()) {
        rules.forEach((entry, sent) -> {
          String how = Logins.words(Logins.of(sent, here.addresses()));
          if (!how.isEmpty() && !here.equals(there)) {
            Key key = new Key(entry, how);
            from.computeIfAbsent(key, _ -> new BitSet()).set(here.index());
            to.computeIfAbsent(key, _ -> new BitSet()).set(there.index());
          }
        });
      }
    }
    List<Explanation.Login> logins = new ArrayList<>();
    from.forEach((key, devices) ->
        logins.add(
            new Explanation.Login(
                rule(key.rule()),
                labels.of(devices),
                labels.of(to.getOrDefault(key, devices)),
                key.how())));
    return logins;
  }

  private static Map<String, List<SshFilterRule>> byEntry(List<SshFilterRule> rules) {
    Map<String, List<SshFilterRule>> found = new LinkedHashMap<>();
    rules.forEach(rule -> found.computeIfAbsent(rule.origin(), _ -> new ArrayList<>()).add(rule));
    return found;
  }

  private RuleRef rule(String name) {
    for (SshRule rule : sight.text().ssh()) {
      if (rule.name().equals(name)) {
        return lines.of(name, rule.at());
      }
    }
    throw new AssertionError("every rule for sessions comes from an entry of the policy");
  }
}
