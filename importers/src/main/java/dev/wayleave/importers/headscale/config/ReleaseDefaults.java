package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Defaults that differ from release to release, corrected once the database has told the release.
final class ReleaseDefaults {
  private static final Pattern RELEASE = Pattern.compile("v?0\\.(\\d{1,4})(?!\\d).*");

  /// `oidc.expiry` and its default of 180 days came with 0.20 and went with 0.29.
  private static final int EXPIRY_CAME = 20;

  private static final int EXPIRY_WENT = 29;

  private ReleaseDefaults() {}

  /// @param release as the database tells it; a range counts by its first release
  static HeadscaleConfig apply(HeadscaleConfig config, String release) {
    Oidc oidc = config.server().oidc();
    Matcher matcher = RELEASE.matcher(release);
    boolean guessed =
        config.findings().stream().anyMatch(one -> one.code().equals(OidcReader.EXPIRY_GUESSED));
    if (oidc == null || !guessed || !matcher.matches()) {
      return config;
    }
    int minor = Integer.parseInt(matcher.group(1));
    boolean had = minor >= EXPIRY_CAME && minor < EXPIRY_WENT;
    return new HeadscaleConfig(
        withOidc(config.server(), had ? oidc : withoutExpiry(oidc)),
        config.dns(),
        config.derp(),
        config.secrets(),
        config.policy(),
        config.database(),
        config.findings().stream()
            .filter(one -> had || !one.code().equals(OidcReader.EXPIRY_GUESSED))
            .toList());
  }

  private static ServerSettings withOidc(ServerSettings server, @Nullable Oidc oidc) {
    return new ServerSettings(
        server.serverUrl(),
        server.listenAddress(),
        server.prefixV4(),
        server.prefixV6(),
        server.allocation(),
        server.nodeExpiry(),
        server.ephemeralTimeout(),
        oidc,
        server.other());
  }

  private static Oidc withoutExpiry(Oidc oidc) {
    return new Oidc(
        oidc.issuer(),
        oidc.clientId(),
        oidc.scopes(),
        oidc.extraParams(),
        oidc.allowedDomains(),
        oidc.allowedUsers(),
        oidc.allowedGroups(),
        oidc.emailVerifiedRequired(),
        oidc.expiryFromToken(),
        null,
        oidc.pkce(),
        oidc.pkceMethod(),
        oidc.onlyStartIfAvailable());
  }
}
