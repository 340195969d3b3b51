/// Finds out what kind of export lies in a folder or file, and opens the kinds that the API did not
/// write.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.kind;
