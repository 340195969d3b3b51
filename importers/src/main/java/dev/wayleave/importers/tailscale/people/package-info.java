/// The users of a hosted tailnet.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.people;
