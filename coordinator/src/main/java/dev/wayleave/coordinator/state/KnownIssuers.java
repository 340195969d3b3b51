package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The issuers that a tailnet knows of, which settle whose an imported identity is that holds
/// issuer and subject as one text.
///
/// One issuer may begin with another: `https://h` with the subject `b/1` makes the same text as
/// `https://h/b` with the subject `1`, under the rules of every release. So a provider that lets
/// its people choose their subjects could hand out the users of another on its host.
///
/// @param imported the issuer of the imported configuration; null where there was none
/// @param issuers all, those of disabled providers and of identities among them
record KnownIssuers(@Nullable String imported, Set<String> issuers) {
  static KnownIssuers of(Tailnet image, Collection<IdentityProvider> enabled) {
    String imported =
        image.server().map(ServerSettings::oidc).map(ServerSettings.Oidc::issuer).orElse(null);
    Stream<String> seen =
        image.users().stream()
            .map(User::identities)
            .flatMap(Collection::stream)
            .flatMap(identity -> Stream.ofNullable(identity.issuer()));
    Set<String> issuers =
        Stream.of(
                Stream.ofNullable(imported),
                enabled.stream().map(IdentityProvider::issuer),
                image.identityProviders().stream().map(IdentityProvider::issuer),
                seen)
            .flatMap(Function.identity())
            .collect(Collectors.toSet());
    return new KnownIssuers(imported, issuers);
  }

  /// Whether an identity that is spelled as one of an issuer's can be told to be that issuer's: no
  /// other begins it, but for shorter ones that were not imported, which have hardly made it.
  boolean settle(String issuer, Identity identity) {
    return Subject.isApart(identity)
        || issuers.stream()
            .filter(other -> !isSame(other, issuer))
            .filter(other -> other.equals(imported) || !Subject.isOf(other, issuer))
            .noneMatch(other -> Subject.isOf(other, identity.identifier()));
  }

  /// A slash at the end is all by which two may differ and be one.
  private static boolean isSame(String one, String other) {
    return (one + "/").equals(other) || (other + "/").equals(one) || one.equals(other);
  }
}
