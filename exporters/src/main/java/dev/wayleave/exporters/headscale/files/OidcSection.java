package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The provider that users log in with; its secret is a file.
final class OidcSection {
  private static final String EXPIRY = "oidc.expiry";
  private static final String VERIFIED = "oidc.email_verified_required";

  private final Draft draft;

  OidcSection(Draft draft) {
    this.draft = draft;
  }

  void write(ServerSettings server) {
    Oidc oidc = server.oidc();
    if (oidc == null) {
      return;
    }
    draft.set("oidc.only_start_if_oidc_is_available", oidc.onlyStartIfAvailable());
    draft.set("oidc.issuer", oidc.issuer());
    draft.set("oidc.client_id", oidc.clientId());
    draft.set("oidc.scope", ConfigValue.of(oidc.scopes()));
    draft.set("oidc.extra_params", new ConfigValue.Texts(oidc.extraParams()));
    draft.set("oidc.allowed_domains", ConfigValue.of(oidc.allowedDomains()));
    draft.set("oidc.allowed_users", ConfigValue.of(oidc.allowedUsers()));
    draft.set("oidc.allowed_groups", ConfigValue.of(oidc.allowedGroups()));
    draft.set("oidc.use_expiry_from_token", oidc.expiryFromToken());
    draft.set("oidc.pkce.enabled", oidc.pkce());
    draft.set("oidc.pkce.method", oidc.pkceMethod().equals("plain") ? "plain" : "S256");
    verified(oidc);
    expiry(oidc, server.nodeExpiry());
  }

  private void verified(Oidc oidc) {
    draft.set(VERIFIED, oidc.emailVerifiedRequired());
    if (draft.reads(VERIFIED)) {
      return;
    }
    boolean lists = !oidc.allowedDomains().isEmpty() || !oidc.allowedUsers().isEmpty();
    if (!oidc.emailVerifiedRequired()) {
      draft.lossy(
          "OIDC_EMAIL_UNVERIFIED",
          VERIFIED,
          "E-mail addresses count unverified; Headscale "
              + draft.release().label()
              + " takes only verified ones for a user's own.",
          "Let the provider verify addresses, or name those users otherwise in the policy.");
    } else if (lists) {
      draft.action(
          "OIDC_EMAIL_UNVERIFIED",
          VERIFIED,
          "Only verified e-mail addresses count; Headscale "
              + draft.release().label()
              + " looks up unverified ones in oidc.allowed_domains and oidc.allowed_users too.",
          "Make sure that the provider gives no unverified addresses.");
    }
  }

  /// Until 0.28 a login by OIDC has an expiry of its own, and no other login has one.
  private void expiry(Oidc oidc, @Nullable String nodeExpiry) {
    String own = oidc.nodeExpiry();
    if (draft.reads(EXPIRY)) {
      String lasts = own == null ? nodeExpiry : own;
      draft.set(EXPIRY, lasts == null ? "0" : GoDurations.of(lasts));
    } else if (own != null && !Objects.equals(own, nodeExpiry)) {
      draft.action(
          "OIDC_EXPIRY_UNKNOWN",
          EXPIRY,
          "Logins by OIDC last "
              + GoDurations.of(own)
              + "; Headscale "
              + draft.release().label()
              + " has one expiry for all logins, which is "
              + (nodeExpiry == null ? "none" : GoDurations.of(nodeExpiry))
              + ".",
          "Set node.expiry to "
              + GoDurations.of(own)
              + " if that may hold for every new login of an untagged node.");
    }
  }
}
