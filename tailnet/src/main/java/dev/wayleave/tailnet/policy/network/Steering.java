package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Who reaches one subnet by routers of a rule's choosing.
///
/// @param free the sources of rules that lead to the subnet by any router; they are not steered
/// @param steered the rules with `via` that lead to it
record Steering(BitSet free, List<Carried> steered) {
  /// The sources of a rule with `via` and the routers that it names.
  record Carried(BitSet sources, BitSet carriers) {}

  static Steering of(List<CompiledRule> rules, IpPrefix subnet) {
    AddressRange range = AddressRange.of(subnet);
    BitSet free = new BitSet();
    List<Carried> steered = new ArrayList<>();
    for (CompiledRule rule : rules) {
      for (CompiledTarget target : rule.targets()) {
        if (target instanceof CompiledTarget.Routed(_, BitSet carriers) && target.covers(range)) {
          steered.add(new Carried(rule.sources().devices(), carriers));
        } else if (target instanceof CompiledTarget.Numbered
            && !target.allowances().isEmpty()
            && target.covers(range)) {
          free.or(rule.sources().devices());
        }
      }
    }
    return new Steering(free, List.copyOf(steered));
  }

  /// The routers by which a device is to go; none where it may take any.
  BitSet carriersFor(Device viewer) {
    BitSet carriers = new BitSet();
    if (!free.get(viewer.index())) {
      for (Carried rule : steered) {
        if (rule.sources().get(viewer.index())) {
          carriers.or(rule.carriers());
        }
      }
    }
    return carriers;
  }
}
