package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import java.util.stream.Stream;

/// Whether an identity is one of a provider's.
///
/// Where an imported identity holds issuer and subject as one text, the issuer is what that begins
/// with, in whatever spelling.
final class IssuedBy {
  private IssuedBy() {}

  static boolean is(IdentityProvider provider, Identity identity) {
    Identity.LastLogin login = identity.lastLogin();
    if (login != null && login.by().equals(provider.name())) {
      return true;
    }
    String issuer = identity.issuer();
    if (issuer != null) {
      return plain(issuer).equals(plain(provider.issuer()));
    }
    String identifier = identity.identifier();
    return Stream.of(plain(provider.issuer()), ProviderIdentifier.clean(provider.issuer()))
        .filter(text -> !text.isEmpty())
        .anyMatch(text -> identifier.startsWith(text + "/"));
  }

  private static String plain(String issuer) {
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
  }
}
