/// Finds the DERP region that is a device's home, from what an export tells of it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.relay;
