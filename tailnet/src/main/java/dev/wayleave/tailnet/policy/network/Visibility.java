package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.policy.directory.Device;
import java.util.BitSet;
import java.util.List;

/// Who sees whom: two devices see each other if any rule lets one of them reach the other.
final class Visibility {
  private final List<CompiledRule> rules;
  private final SelfRules selves;

  Visibility(List<CompiledRule> rules, SelfRules selves) {
    this.rules = rules;
    this.selves = selves;
  }

  /// The devices that a device sees, itself left out.
  BitSet peersOf(Device device) {
    BitSet peers = new BitSet();
    for (CompiledRule rule : rules) {
      if (rule.reaches(device)) {
        peers.or(rule.sources().devices());
      }
      if (rule.sources().include(device)) {
        peers.or(rule.reached());
      }
      if (rule.ofSelf() && device.person() != null) {
        SelfRules.Pair pair = selves.of(rule, device.person());
        pair.sources().forEach(source -> peers.set(source.index()));
        if (pair.sources().contains(device)) {
          pair.own().forEach(own -> peers.set(own.index()));
        }
      }
    }
    peers.clear(device.index());
    return peers;
  }
}
