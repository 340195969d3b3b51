package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where rows are to go, and which of them there will be.
///
/// @param users ids of the rows of `users` that are written, deleted ones included; filled while
///   that table is judged, before any that refers to it
/// @param keys ids of the rows of `pre_auth_keys` that are written, filled likewise
/// @param taggedOwner owns tagged nodes that need an owner and have none
record Target(
    SchemaRelease release,
    Engine engine,
    Fidelity fidelity,
    Set<Long> users,
    Set<Long> keys,
    @Nullable Long taggedOwner) {
  Form form() {
    return Form.of(engine);
  }

  boolean atLeast(SchemaRelease other) {
    return release.atLeast(other);
  }

  /// For sentences: `Headscale 0.28`.
  String label() {
    return "Headscale " + release.label();
  }
}
