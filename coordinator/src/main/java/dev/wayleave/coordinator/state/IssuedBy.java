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
    String issuer = identity.issuer();
    if (issuer != null) {
      // Another issuer may have the name by now by which a login was seen.
      return plain(issuer).equals(plain(provider.issuer()));
    }
    Identity.LastLogin login = identity.lastLogin();
    return (login != null && login.by().equals(provider.name()))
        || Subject.isOf(provider.issuer(), identity.identifier());
  }

  private static String plain(String issuer) {
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
  }
}
