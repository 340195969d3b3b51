/// Asks hosted Tailscale's API v2, and keeps what it says in an export folder.
///
/// Nothing that comes from the API is trusted: names never become paths, bodies have limits,
/// credentials go to the one host that was named, and what it says of an error is cut short.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.api;
