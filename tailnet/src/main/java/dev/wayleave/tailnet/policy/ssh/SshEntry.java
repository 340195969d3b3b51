package dev.wayleave.tailnet.policy.ssh;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Person;
import dev.wayleave.tailnet.policy.language.SshRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One entry of `ssh`, resolved once for all devices.
///
/// @param toSelf whether it names `autogroup:self`
/// @param toOthers whether it names any other destination
/// @param destinations the devices of the other destinations, by index
/// @param allSources the addresses of all sources, so that destinations share one list
record SshEntry(
    SshRule rule,
    SshAction action,
    LocalUsers users,
    Sources sources,
    List<IpAddress> allSources,
    boolean toSelf,
    boolean toOthers,
    BitSet destinations) {

  /// Adds what a device gets from this entry: what concerns its own user comes first.
  void addRules(Device device, List<SshFilterRule> out) {
    if (sources.isEmpty()) {
      return;
    }
    Person owner = device.isTagged() ? null : device.person();
    if (toSelf && owner != null) {
      addPersonal(owner, out);
    }
    if (destinations.get(device.index())) {
      addAll(out);
    } else if (toOthers && users.isPersonal() && sources.has(device)) {
      // Recorded: where users log in by their own names, each source gets the rules that concern
      // itself although it is no destination.
      addOwn(device, owner, out);
    }
  }

  private void addAll(List<SshFilterRule> out) {
    if (!users.isPersonal()) {
      add(allSources, users.base(), out);
      return;
    }
    sources.people().keySet().forEach(person -> addPersonal(person, out));
    add(sources.others(), users.base(), out);
  }

  private void addOwn(Device device, @Nullable Person owner, List<SshFilterRule> out) {
    if (owner == null) {
      add(device.addresses(), users.base(), out);
    } else {
      addPersonal(owner, out);
    }
  }

  /// The rule for a user's devices, then the one by which the user logs in by their own name.
  private void addPersonal(Person person, List<SshFilterRule> out) {
    List<IpAddress> principals = sources.of(person);
    add(principals, users.base(), out);
    users
        .ownName(person)
        .ifPresent(name -> add(principals, new TreeMap<>(Map.of(name, name)), out));
  }

  private void add(
      List<IpAddress> principals, SortedMap<String, String> map, List<SshFilterRule> out) {
    if (!principals.isEmpty()) {
      out.add(new SshFilterRule(rule.name(), principals, map, action, rule.acceptEnv()));
    }
  }

  /// The entries in the order in which node software is to try them: checks before acceptances, so
  /// that the stricter wins.
  static List<SshEntry> inOrder(List<SshEntry> entries) {
    List<SshEntry> ordered = new ArrayList<>();
    for (SshRule.Action action : List.of(SshRule.Action.CHECK, SshRule.Action.ACCEPT)) {
      entries.stream().filter(entry -> entry.rule.action() == action).forEach(ordered::add);
    }
    return List.copyOf(ordered);
  }
}
