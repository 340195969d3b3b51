/// Reads the JSON of the hosted API as it comes: members that are absent, null or empty, times of
/// several kinds of "none", lists with and without an envelope.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.json;
