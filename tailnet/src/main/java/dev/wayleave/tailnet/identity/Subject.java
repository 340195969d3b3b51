package dev.wayleave.tailnet.identity;

import dev.wayleave.tailnet.model.Identity;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Whom a provider says a login is: the issuer and its subject, as the token has them.
///
/// Apart they are exact. What was imported may hold the two only as one text, spelled as some
/// release of Headscale spelled it.
public record Subject(String issuer, String subject) {
  /// Every text by which a release of Headscale may know this subject.
  public Set<String> spellings() {
    Set<String> spellings = new LinkedHashSet<>();
    for (ProviderIdentifier.Rule rule : ProviderIdentifier.Rule.values()) {
      ProviderIdentifier.of(rule, issuer, subject).ifPresent(spellings::add);
    }
    // Headscale 0.26 cleaned what 0.24 and 0.25 had stored.
    spellings.add(ProviderIdentifier.clean(issuer + "/" + subject));
    return Collections.unmodifiableSet(spellings);
  }

  /// Whether an identity is this subject's: by issuer and subject where both are known apart, else
  /// by any spelling.
  public boolean is(Identity identity) {
    return isApart(identity)
        ? issuer.equals(identity.issuer()) && subject.equals(identity.subject())
        : spellings().contains(identity.identifier());
  }

  private static boolean isApart(Identity identity) {
    return identity.issuer() != null && identity.subject() != null;
  }

  /// The users of a collection whom a login of this subject may be.
  public <T> List<T> among(Collection<T> users, Function<T, List<Identity>> identities) {
    Set<String> spellings = spellings();
    return users.stream()
        .filter(user ->
            identities.apply(user).stream()
                .anyMatch(one -> isApart(one) ? is(one) : spellings.contains(one.identifier())))
        .toList();
  }

  /// The identity of somebody who logs in here as this subject.
  public Identity identity(String provider) {
    String identifier =
        ProviderIdentifier.of(ProviderIdentifier.Rule.CONCATENATED, issuer, subject)
            .orElseThrow(() -> new IllegalStateException("this rule spells every subject"));
    return new Identity(provider, identifier, issuer, subject);
  }
}
