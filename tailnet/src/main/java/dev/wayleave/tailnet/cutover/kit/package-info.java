/// What an operator hands to devices so that they move to another control server and back: scripts,
/// playbooks, settings for device management, and the order in which to go.
///
/// Computed from an inventory, as texts with paths; who writes them is elsewhere. Every name in an
/// inventory was chosen by a stranger, so none gets into a file but by [Quoting], and none into a
/// path but by [SafeNames]. No secret is in any of it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.cutover.kit;
