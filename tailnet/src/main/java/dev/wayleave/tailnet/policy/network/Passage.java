package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Allowance;

/// One way in which a rule lets a source through.
///
/// @param by the device whose packet filter lets it in: the destination, or the router or exit node
///   towards it
public record Passage(AccessRule rule, Allowance allowance, Device by) {}
