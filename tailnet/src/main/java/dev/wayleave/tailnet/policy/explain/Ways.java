package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import dev.wayleave.tailnet.policy.network.RuleSides;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All pairs of sources and one destination that the rules of two policies name, numbered through.
///
/// A way that both policies have is one: what is equal on both sides makes no difference, so that
/// the work grows with the difference and not with the policies.
final class Ways {
  /// @param target null for the user's own devices
  /// @param reach ports, or capabilities: these hold behind routers in other places than ports do
  record Way(RuleSides rule, RuleSides.@Nullable Side target, Reach reach) {
    /// Where the way leads behind a router or exit node.
    List<AddressRange> behind(Device carrier) {
      if (target == null) {
        return List.of();
      }
      return reach.capabilities().isEmpty()
          ? target.entriesOn(carrier)
          : target.capabilitiesBehind(carrier);
    }
  }

  /// What a way means; equal ways of two policies have equal meanings.
  private record Meaning(Object sources, Object target, Reach reach) {}

  /// What becomes reachable and what stops being so.
  record Delta(Reach gained, Reach lost) {
    static final Delta NONE = new Delta(Reach.NOTHING, Reach.NOTHING);

    boolean isNone() {
      return gained.isEmpty() && lost.isEmpty();
    }
  }

  private final List<Way> ways = new ArrayList<>();
  private final Map<Meaning, Integer> numbers = new HashMap<>();
  private final BitSet before = new BitSet();
  private final BitSet after = new BitSet();
  private final BitSet differing;
  private final Map<BitSet, Delta> known = new HashMap<>();
  private final Directory directory;

  Ways(NetworkPolicy before, NetworkPolicy after, Directory directory) {
    this.directory = directory;
    before.rules().forEach(rule -> add(rule, this.before));
    after.rules().forEach(rule -> add(rule, this.after));
    this.differing = (BitSet) this.before.clone();
    differing.xor(this.after);
  }

  private void add(RuleSides rule, BitSet side) {
    Reach app = Reach.of(rule.rule().app());
    for (RuleSides.Side target : rule.targets()) {
      for (Reach reach : List.of(Reach.of(target.allowances()), app)) {
        Meaning meaning = new Meaning(rule.sources(), target.meaning(), reach);
        add(new Way(rule, target, reach), meaning, side);
      }
    }
    if (rule.ofSelf()) {
      Reach reach = Reach.of(rule.self()).plus(app);
      add(new Way(rule, null, reach), new Meaning(selfSources(rule), "self", reach), side);
    }
  }

  private BitSet selfSources(RuleSides rule) {
    return DeviceLabels.bits(directory.devices().stream().filter(rule::isSelfSource).toList());
  }

  private void add(Way way, Meaning meaning, BitSet side) {
    if (way.reach().isEmpty()) {
      return;
    }
    int number = numbers.computeIfAbsent(meaning, _ -> ways.size());
    if (number == ways.size()) {
      ways.add(way);
    }
    side.set(number);
  }

  List<Way> all() {
    return ways;
  }

  /// The ways that only one of the policies has.
  BitSet differing() {
    return differing;
  }

  /// What the difference between the policies is where these ways are open.
  Delta delta(BitSet open) {
    if (!open.intersects(differing)) {
      return Delta.NONE;
    }
    Delta found = known.get(open);
    if (found == null) {
      Reach earlier = reach(open, before);
      Reach later = reach(open, after);
      found = new Delta(later.minus(earlier), earlier.minus(later));
      known.put((BitSet) open.clone(), found);
    }
    return found;
  }

  private Reach reach(BitSet open, BitSet side) {
    BitSet both = (BitSet) open.clone();
    both.and(side);
    Reach sum = Reach.NOTHING;
    for (int i = both.nextSetBit(0); i >= 0; i = both.nextSetBit(i + 1)) {
      sum = sum.plus(ways.get(i).reach());
    }
    return sum;
  }

  /// The ways of which a device is a source by an address of its own, `autogroup:self` aside.
  BitSet from(Device device, int family) {
    BitSet open = new BitSet();
    for (int i = 0; i < ways.size(); i++) {
      Way way = ways.get(i);
      open.set(
          i,
          way.target() != null
              && way.rule().sourceDevices().get(device.index())
              && device.addresses().stream()
                  .anyMatch(a -> a.bits() == family && way.rule().sources().contains(a)));
    }
    return open;
  }

  /// The ways to own devices of which a device is a source.
  BitSet fromSelf(Device device) {
    BitSet open = new BitSet();
    for (int i = 0; i < ways.size(); i++) {
      open.set(i, ways.get(i).target() == null && ways.get(i).rule().isSelfSource(device));
    }
    return open;
  }

  /// The ways of which all addresses of a set are sources.
  BitSet from(AddressRange range) {
    BitSet open = new BitSet();
    for (int i = 0; i < ways.size(); i++) {
      AddressSet sources = ways.get(i).rule().sources();
      open.set(i, ways.get(i).target() != null && sources.containsAll(range));
    }
    return open;
  }

  /// The ways that lead to an address of a device's own.
  BitSet to(Device device, int family) {
    BitSet open = new BitSet();
    for (int i = 0; i < ways.size(); i++) {
      RuleSides.Side target = ways.get(i).target();
      open.set(
          i,
          target != null
              && ways.get(i).rule().reached().get(device.index())
              && target.ownAddresses(device).stream().anyMatch(a -> a.bits() == family));
    }
    return open;
  }
}
