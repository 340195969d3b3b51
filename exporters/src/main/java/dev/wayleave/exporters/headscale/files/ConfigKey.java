package dev.wayleave.exporters.headscale.files;

import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import org.jspecify.annotations.Nullable;

/// A key of `config.yaml`.
///
/// @param since the first release of those that can be written which reads it
/// @param until the last such release; null where the newest still does
/// @param about a comment to stand above it; empty where its section says it all
record ConfigKey(
    String name, Form form, SchemaRelease since, @Nullable SchemaRelease until, String about) {

  /// How a value is written.
  enum Form {
    TEXT,
    FLAG,
    NUMBER,
    /// A list of texts.
    WORDS,
    /// A map, with texts or lists as its values.
    MAP
  }

  boolean isReadBy(SchemaRelease release) {
    return release.atLeast(since) && (until == null || until.atLeast(release));
  }
}
