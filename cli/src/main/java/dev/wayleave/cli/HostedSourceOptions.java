package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.HostedFlags;
import dev.wayleave.cli.export.HostedAccess;
import dev.wayleave.cli.terminal.Console;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an operator adds to what hosted Tailscale tells.
final class HostedSourceOptions {
  @Option(
      names = "--adopt-keys",
      paramLabel = "FILE",
      description =
          "Auth keys of hosted Tailscale that you still have, one a line: they let devices in here"
              + " too.")
  private @Nullable String adoptKeys;

  @Option(
      names = "--lock-disablement-secret-file",
      paramLabel = "FILE",
      description =
          "Holds a disablement secret of the tailnet lock (or"
              + " WAYLEAVE_LOCK_DISABLEMENT_SECRET).")
  private @Nullable String disablement;

  @Option(
      names = "--old-control-url",
      paramLabel = "URL",
      description =
          "What devices that have not moved hold as their control URL, if it is not the hosted"
              + " one.")
  private @Nullable String controlUrl;

  @Option(
      names = "--lock-status",
      paramLabel = "FILE",
      description = "Output of `tailscale lock status --json` of a member.")
  private @Nullable String lockStatus;

  @Option(
      names = "--derp-map",
      paramLabel = "URL|FILE",
      description = "The relays of the plane that is left, where it does not tell them.")
  private @Nullable String derpMap;

  @Option(
      names = "--export-dir",
      paramLabel = "DIR",
      description = "Keep what tailscale: asks the API in this folder.")
  private @Nullable String exportDir;

  @Option(
      names = "--tailnet",
      paramLabel = "NAME",
      description =
          "The hosted tailnet, unless it is the credential's own (or TAILSCALE_TAILNET, or"
              + " tailscale:NAME).")
  private @Nullable String tailnet;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description =
          "Where the API of tailscale: is (or TAILSCALE_BASE_URL); https://api.tailscale.com if"
              + " unset.")
  private @Nullable String baseUrl;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "Holds the credential for tailscale:, lines of NAME=VALUE or a token alone (or the"
              + " environment).")
  private @Nullable String credentials;

  HostedFlags get(Console console) {
    return new HostedFlags(
        path(console, adoptKeys),
        path(console, disablement),
        path(console, lockStatus),
        derpMap,
        controlUrl,
        path(console, exportDir),
        new HostedAccess(tailnet, baseUrl, path(console, credentials)));
  }

  private static @Nullable Path path(Console console, @Nullable String text) {
    return text == null ? null : console.path(text);
  }
}
