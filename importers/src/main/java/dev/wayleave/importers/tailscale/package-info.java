/// Hosted Tailscale as a source: what its API said, whoever asked, becomes an inventory.
///
/// Asking the API is the room next door's (`api`); what stands here never opens a connection.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale;
