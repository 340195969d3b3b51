/// The devices of a hosted tailnet, with what the API says of each.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.device;
