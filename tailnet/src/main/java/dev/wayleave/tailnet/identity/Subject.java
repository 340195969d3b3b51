package dev.wayleave.tailnet.identity;

import dev.wayleave.tailnet.identity.ProviderIdentifier.Rule;
import dev.wayleave.tailnet.model.Identity;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Whom a provider says a login is: the issuer and its subject, as the token has them.
///
/// Apart they are exact. What was imported may hold the two only as one text, spelled as some
/// release of Headscale spelled it.
public record Subject(String issuer, String subject) {
  /// Every text by which a release of Headscale may know this subject and nobody else.
  ///
  /// Headscale 0.26 to 0.28 resolved the dots of a subject: `../b/1` of the issuer `https://h/a`
  /// was `https://h/b/1`, the text of somebody else. Such texts are left out, for whoever may
  /// choose a subject could take any user of the host by them.
  public Set<String> spellings() {
    if (issuer.isEmpty()) {
      return withoutIssuer();
    }
    boolean dotted = Arrays.stream(subject.split("/", -1)).anyMatch(Subject::isResolved);
    Stream<String> byRule =
        Arrays.stream(Rule.values())
            .filter(rule -> !dotted || rule != Rule.JOINED)
            .flatMap(rule -> ProviderIdentifier.of(rule, issuer, subject).stream());
    // Headscale 0.26 cleaned what 0.24 and 0.25 had stored.
    String cleaned = ProviderIdentifier.clean(issuer + "/" + subject);
    Set<String> spellings = new LinkedHashSet<>();
    Stream.concat(byRule, Stream.of(cleaned))
        .filter(text -> isOf(issuer, text))
        .forEach(spellings::add);
    return Collections.unmodifiableSet(spellings);
  }

  /// What a login without an issuer stored has a slash before it that its own look-up has not.
  private Set<String> withoutIssuer() {
    String cleaned = ProviderIdentifier.clean(subject);
    return Set.copyOf(List.of("/" + subject, "/" + cleaned, cleaned));
  }

  private static boolean isResolved(String part) {
    return part.equals(".") || part.equals("..");
  }

  /// Whether a text is an issuer's as far as can be seen: it begins with the issuer, in whatever
  /// spelling, and goes on after a slash.
  public static boolean isOf(String issuer, String identifier) {
    String plain = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return !plain.isEmpty()
        && (identifier.startsWith(plain + "/")
            || identifier.startsWith(ProviderIdentifier.clean(issuer) + "/")
            || identifier.startsWith(encoded(plain) + "/"));
  }

  /// The issuer before a subject that has to be encoded: Go encodes the whole path anew then.
  private static String encoded(String issuer) {
    return ProviderIdentifier.clean(issuer + "/|").replaceFirst("/(?:%7C|\\|)$", "");
  }

  /// Whether an identity is this subject's: by issuer and subject where both are known apart, else
  /// by any spelling.
  public boolean is(Identity identity) {
    return isApart(identity)
        ? issuer.equals(identity.issuer()) && subject.equals(identity.subject())
        : spellings().contains(identity.identifier());
  }

  /// Whether an identity holds issuer and subject apart.
  public static boolean isApart(Identity identity) {
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
        ProviderIdentifier.of(Rule.CONCATENATED, issuer, subject)
            .orElseThrow(() -> new IllegalStateException("this rule spells every subject"));
    return new Identity(provider, identifier, issuer, subject);
  }
}
