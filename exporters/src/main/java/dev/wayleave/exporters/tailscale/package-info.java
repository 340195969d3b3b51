/// Hosted Tailscale as a target: what its API lets somebody set is set, what it does not is told.
///
/// There is no call that makes a device or a user, so this changes the tailnet's policy, DNS and
/// settings, and what is told of devices that have joined by themselves, which are known by their
/// machine keys.
@org.jspecify.annotations.NullMarked
package dev.wayleave.exporters.tailscale;
