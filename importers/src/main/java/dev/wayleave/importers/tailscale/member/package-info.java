/// What one member of a tailnet sees: `tailscale status --json` and `tailscale debug netmap`.
///
/// A member sees the devices that the policy lets it see, and nothing of how the tailnet is
/// governed; both are told as findings.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.member;
