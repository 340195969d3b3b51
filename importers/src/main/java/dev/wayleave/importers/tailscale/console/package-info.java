/// The machines table of the hosted admin console, downloaded as CSV.
///
/// It holds no keys, so none of its devices can be recognised when it moves.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.console;
