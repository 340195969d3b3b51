/// What a hosted tailnet has beside people and devices: keys, settings, DNS, relays, its lock, and
/// what is only kept as data.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.kept;
