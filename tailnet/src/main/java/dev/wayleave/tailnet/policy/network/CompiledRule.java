package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Allowance;
import java.util.BitSet;
import java.util.List;

/// A rule with its two sides worked out for one tailnet.
///
/// @param sources who may come, `autogroup:self` aside
/// @param targets where to, `autogroup:self` aside
/// @param reached the devices in whose packet filter the targets appear
/// @param self what the rule allows between devices of one user; empty where it does not speak of
///   `autogroup:self`
/// @param ofSelf whether the rule speaks of `autogroup:self`
record CompiledRule(
    AccessRule rule,
    Sources sources,
    List<CompiledTarget> targets,
    BitSet reached,
    List<Allowance> self,
    boolean ofSelf) {

  boolean reaches(Device device) {
    return reached.get(device.index());
  }
}
