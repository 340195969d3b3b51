/// An export folder: a file for each section, as `wayleave export tailscale` or a person saved it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.folder;
