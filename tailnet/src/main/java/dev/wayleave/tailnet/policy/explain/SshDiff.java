package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.ssh.SshFilterRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Compares who may log in where.
final class SshDiff {
  /// What two devices of one group are sent.
  private record Sent(List<SshFilterRule> before, List<SshFilterRule> after) {}

  private record Words(String gained, String lost) {}

  /// @param own whether the sources are exactly the devices of the destination's user
  private record Cell(boolean own, BitSet sources, Words words) {}

  private final Sight before;
  private final Sight after;
  private final Directory directory;
  private final DeviceLabels labels;

  SshDiff(Sight before, Sight after, DeviceLabels labels) {
    this.before = before;
    this.after = after;
    this.directory = after.directory();
    this.labels = labels;
  }

  void addTo(ChangeList changes) {
    Map<Sent, BitSet> groups = new LinkedHashMap<>();
    for (Device device : directory.devices()) {
      Sent sent = new Sent(plain(before, device), plain(after, device));
      if (!sent.before().equals(sent.after())) {
        groups.computeIfAbsent(sent, _ -> new BitSet()).set(device.index());
      }
    }
    Map<Set<Cell>, BitSet> rows = new LinkedHashMap<>();
    groups.forEach((sent, devices) -> {
      Set<Cell> row = row(sent, devices);
      if (!row.isEmpty()) {
        rows.computeIfAbsent(row, _ -> new BitSet()).or(devices);
      }
    });
    rows.forEach((row, to) -> row.forEach(cell -> changes.add(() -> change(cell, to))));
  }

  /// What a device is sent, without where in the policy it comes from.
  private static List<SshFilterRule> plain(Sight sight, Device device) {
    return sight.ssh().rulesFor(device).stream()
        .map(r -> new SshFilterRule("", r.principals(), r.sshUsers(), r.action(), r.acceptEnv()))
        .toList();
  }

  private Set<Cell> row(Sent sent, BitSet to) {
    Map<Words, BitSet> sources = new LinkedHashMap<>();
    Map<IpAddress, List<SshFilterRule>> earlier = byPrincipal(sent.before());
    Map<IpAddress, List<SshFilterRule>> later = byPrincipal(sent.after());
    Map<List<List<SshFilterRule>>, Words> known = new LinkedHashMap<>();
    for (Device source : directory.devices()) {
      List<List<SshFilterRule>> matching = List.of(of(source, earlier), of(source, later));
      Words words =
          known.computeIfAbsent(
              matching, m -> words(Logins.of(m.getFirst()), Logins.of(m.getLast())));
      if (!words.equals(new Words("", ""))) {
        sources.computeIfAbsent(words, _ -> new BitSet()).set(source.index());
      }
    }
    Set<Cell> row = new LinkedHashSet<>();
    sources.forEach((words, from) -> row.add(cell(from, to, words)));
    return row;
  }

  private static Map<IpAddress, List<SshFilterRule>> byPrincipal(List<SshFilterRule> rules) {
    Map<IpAddress, List<SshFilterRule>> found = new LinkedHashMap<>();
    for (SshFilterRule rule : rules) {
      for (IpAddress principal : new LinkedHashSet<>(rule.principals())) {
        found.computeIfAbsent(principal, _ -> new ArrayList<>()).add(rule);
      }
    }
    return found;
  }

  /// A device is listed with all of its addresses or none, so that the first tells.
  private static List<SshFilterRule> of(
      Device source, Map<IpAddress, List<SshFilterRule>> byPrincipal) {
    return source.addresses().stream()
        .map(byPrincipal::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(List.of());
  }

  private static Words words(
      NavigableMap<String, String> earlier, NavigableMap<String, String> later) {
    return new Words(Logins.words(minus(later, earlier)), Logins.words(minus(earlier, later)));
  }

  private static NavigableMap<String, String> minus(
      NavigableMap<String, String> logins, NavigableMap<String, String> others) {
    NavigableMap<String, String> left = new TreeMap<>(logins);
    left.entrySet().removeAll(others.entrySet());
    return left;
  }

  private Cell cell(BitSet from, BitSet to, Words words) {
    Device first = directory.at(to.nextSetBit(0));
    boolean own =
        first.person() != null
            && from.equals(DeviceLabels.bits(directory.devicesOf(first.person())))
            && to.stream().allMatch(index -> directory.at(index).sameUserAs(first));
    return own ? new Cell(true, new BitSet(), words) : new Cell(false, from, words);
  }

  private Change change(Cell cell, BitSet to) {
    String there = labels.of(to);
    return new Change(
        Change.Kind.SSH,
        cell.own() ? there : labels.of(cell.sources()),
        cell.own() ? "own devices" : there,
        "",
        cell.words().gained(),
        cell.words().lost(),
        cell.own() ? to.cardinality() : (long) cell.sources().cardinality() * to.cardinality());
  }
}
