package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.WrittenHeadscale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What Headscale is to be written, where the target is one.
final class WrittenHeadscaleOptions {
  @Option(
      names = "--schema",
      paramLabel = "RELEASE",
      description =
          "Release of a Headscale that is written: 0.26, 0.27, 0.28, 0.29 or 0.30-dev; else the"
              + " one that is there, or the newest.")
  private @Nullable String schema;

  @Option(
      names = "--database",
      paramLabel = "DATABASE",
      description =
          "Database of a server that is written to headscale:DIR: sqlite, or"
              + " postgres://USER@HOST:PORT/DATABASE.")
  private @Nullable String database;

  @Option(
      names = "--tagged-owner",
      paramLabel = "USER",
      description =
          "User who owns tagged nodes in releases up to 0.28; else whoever registered them.")
  private @Nullable String taggedOwner;

  WrittenHeadscale get() {
    return new WrittenHeadscale(schema, database, taggedOwner);
  }
}
