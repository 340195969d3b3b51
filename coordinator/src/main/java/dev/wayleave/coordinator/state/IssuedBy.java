package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;

/// Whether an identity is one of a provider's.
///
/// Where an imported identity holds issuer and subject as one text, the issuer is what that begins
/// with, in whatever spelling.
final class IssuedBy {
  private IssuedBy() {}

  static boolean is(IdentityProvider provider, Identity identity) {
    Identity.LastLogin login = identity.lastLogin();
    // Another issuer may have the name by now by which a login was seen.
    boolean isByName =
        identity.issuer() == null && login != null && login.by().equals(provider.name());
    return isByName || is(provider.issuer(), identity);
  }

  /// Whether it is one that this issuer gave.
  static boolean is(String issuer, Identity identity) {
    String own = identity.issuer();
    return own == null
        ? Subject.isOf(issuer, identity.identifier())
        : plain(own).equals(plain(issuer));
  }

  private static String plain(String issuer) {
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
  }
}
