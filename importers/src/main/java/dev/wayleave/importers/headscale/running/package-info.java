/// What a running Headscale says of itself: its node list, over its API or its unix socket, and the
/// answers of its debug endpoints.
///
/// Only questions are put here; nothing is ever changed at the server.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale.running;
