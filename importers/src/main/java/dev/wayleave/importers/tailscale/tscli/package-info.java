/// Output of `tscli … -o json`, redirected to files of any name.
///
/// It is what the API said, mostly without its envelope; a file is known by what it holds.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.tscli;
