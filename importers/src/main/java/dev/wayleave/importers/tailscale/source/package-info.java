/// Makes an inventory of an export: every section in its turn, then what only the whole tells.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.source;
