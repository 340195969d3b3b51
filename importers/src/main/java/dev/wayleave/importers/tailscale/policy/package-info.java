/// The policy of a hosted tailnet: what of it means something else, or nothing, on this side.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.policy;
