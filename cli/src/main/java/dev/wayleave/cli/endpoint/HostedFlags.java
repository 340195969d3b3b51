package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.export.HostedAccess;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the command line says beside what hosted Tailscale tells.
///
/// @param adoptKeys a file of auth keys in plaintext, one a line
/// @param disablementSecret a file with a disablement secret of the tailnet lock
/// @param lockStatus a file with the output of `tailscale lock status --json`
/// @param derpMap the relays of the old plane, a URL or a file
/// @param controlUrl the URL that devices hold which have not moved; null for the hosted one
/// @param exportDir where answers of the API are kept; null for a folder that is gone afterwards
/// @param api where `tailscale:` is asked, and with which credential
public record HostedFlags(
    @Nullable Path adoptKeys,
    @Nullable Path disablementSecret,
    @Nullable Path lockStatus,
    @Nullable String derpMap,
    @Nullable String controlUrl,
    @Nullable Path exportDir,
    HostedAccess api) {
  public static final HostedFlags NONE =
      new HostedFlags(null, null, null, null, null, null, HostedAccess.FROM_ENVIRONMENT);
}
