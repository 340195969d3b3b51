/// The hosted side as a fake on this machine.
@org.jspecify.annotations.NullMarked
package dev.wayleave.exporters.tailscale;
