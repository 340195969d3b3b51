/// The API as a fake on this machine.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.api;
