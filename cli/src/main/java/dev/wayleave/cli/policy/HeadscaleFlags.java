package dev.wayleave.cli.policy;

import dev.wayleave.cli.administration.OldSpellingException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Flags of Headscale's command that mean nothing here, or nothing any more.
final class HeadscaleFlags {
  /// The coordinator asks nothing that it would have to be told not to.
  @Option(
      names = {"--force", "--yes", "-y"},
      hidden = true)
  boolean force;

  @Option(
      names = {"-c", "--config"},
      hidden = true)
  @Nullable String config;

  @Option(
      names = {
        "--bypass-grpc-and-access-database-directly",
        "--bypass-server-and-access-database-directly"
      },
      hidden = true)
  private boolean bypass;

  /// @param now what to write instead
  void check(String now) throws OldSpellingException {
    if (bypass) {
      throw new OldSpellingException(
          "the database is not opened beside the coordinator; start it and write \"wayleave %s\"."
              .formatted(now));
    }
  }
}
