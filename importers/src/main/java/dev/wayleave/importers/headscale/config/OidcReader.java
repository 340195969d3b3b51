package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads `oidc`.
final class OidcReader {
  private static final List<String> DEFAULT_SCOPES = List.of("openid", "profile", "email");

  /// How long an OIDC login lasted in 0.20 … 0.28 where nothing was said.
  private static final String DEFAULT_EXPIRY = Duration.ofDays(180).toString();

  /// The code of the finding that says so.
  static final String EXPIRY_GUESSED = "OIDC_EXPIRY_DEFAULT";

  private static final String EXPIRY = "oidc.expiry";

  private final Settings settings;
  private final Findings findings;

  OidcReader(Settings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  /// The provider, or null where none is configured; an issuer is what switches OIDC on.
  @Nullable Oidc read() {
    String issuer = settings.text("oidc.issuer");
    if (issuer.isEmpty()) {
      return null;
    }
    reportUserNames();
    return new Oidc(
        issuer,
        settings.text("oidc.client_id"),
        settings.isSet("oidc.scope") ? settings.texts("oidc.scope") : DEFAULT_SCOPES,
        extraParams(),
        settings.texts("oidc.allowed_domains"),
        settings.texts("oidc.allowed_users"),
        settings.texts("oidc.allowed_groups"),
        settings.flag("oidc.email_verified_required", true),
        settings.flag("oidc.use_expiry_from_token", false),
        expiry(),
        settings.flag("oidc.pkce.enabled", false),
        settings.text("oidc.pkce.method", "S256"),
        settings.flag("oidc.only_start_if_oidc_is_available", true));
  }

  private Map<String, String> extraParams() {
    Map<String, String> params = new TreeMap<>();
    settings.table("oidc.extra_params").forEach((name, value) -> params.put(name, value.print()));
    return params;
  }

  private @Nullable String expiry() {
    if (settings.isSet(EXPIRY)) {
      return settings.duration(EXPIRY, DEFAULT_EXPIRY);
    }
    // `node.expiry` came with 0.29, when `oidc.expiry` and its default went.
    if (settings.anyWrittenAs("node.")) {
      return null;
    }
    findings.info(
        EXPIRY_GUESSED,
        "setting " + EXPIRY,
        "It is not set, and so OIDC logins last 180 days, as in Headscale before 0.29.",
        "Set node.expiry if this Headscale is 0.29 or newer.");
    return DEFAULT_EXPIRY;
  }

  private void reportUserNames() {
    Setting domainMap = settings.find("oidc.domain_map");
    if (domainMap != null) {
      findings.action(
          "OIDC_DOMAIN_MAP",
          domainMap.object(),
          "Logins are put under users by their e-mail domain: " + domainMap.value().print() + ".",
          "Each login becomes a user of its own: join or rename users after the migration.");
    }
    Setting legacy = settings.find("oidc.map_legacy_users");
    if (legacy != null && settings.flag(legacy.key(), false)) {
      findings.action(
          "OIDC_LEGACY_USERS",
          legacy.object(),
          "Users without an identity are still matched to logins by their names.",
          "Give those users an identity before they log in again.");
    }
    Setting strip = settings.find("oidc.strip_email_domain");
    if (strip != null) {
      String names = settings.flag(strip.key(), true) ? "the part before the @" : "all";
      findings.info(
          "OIDC_STRIP_EMAIL_DOMAIN",
          strip.object(),
          "Headscale before 0.24 named users by " + names + " of their e-mail address.",
          "Nothing: names are carried as they are.");
    }
  }
}
