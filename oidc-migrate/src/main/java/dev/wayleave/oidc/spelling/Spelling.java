package dev.wayleave.oidc.spelling;

import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.Identity;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Spells identities as one store does.
///
/// @param rule null where the store keeps issuer and subject apart
public record Spelling(ProviderIdentifier.@Nullable Rule rule) {
  /// What users have whom an OIDC provider knows, in Headscale's databases too.
  public static final String OIDC = "oidc";

  /// The identity of a subject.
  ///
  /// @return nothing where releases of the store's rule disagree on the spelling
  public Optional<Identity> identity(String provider, String issuer, String subject) {
    return rule == null
        ? Optional.of(new Subject(issuer, subject).identity(provider))
        : ProviderIdentifier.of(rule, issuer, subject)
            .map(text -> new Identity(provider, text, null, null));
  }

  /// The identity that a whole identifier stands for when its issuer is not known apart.
  public Identity whole(String provider, String identifier) {
    return new Identity(provider, whole(identifier), null, null);
  }

  /// A whole identifier as the store's release looks it up: 0.24 and 0.25 do so letter by letter.
  public String whole(String identifier) {
    return rule == ProviderIdentifier.Rule.PLAIN
        ? identifier
        : ProviderIdentifier.clean(identifier);
  }

  /// By what an identity may be found in the store. Where that keeps issuer and subject apart, a
  /// text that may be some release's for the same two counts too: a login would find both.
  public Set<String> keys(Identity identity) {
    Set<String> keys = new LinkedHashSet<>(Set.of(whole(identity.identifier())));
    if (rule == null && identity.issuer() != null && identity.subject() != null) {
      keys.addAll(new Subject(identity.issuer(), identity.subject()).spellings());
    } else if (rule == null) {
      keys.add(identity.identifier());
    }
    return keys;
  }

  /// The subjects of an issuer that may stand in an identity: one where the two are known apart,
  /// else all that some release would spell so. Empty for identities of other issuers.
  public static Set<String> subjects(String issuer, Identity identity) {
    if (identity.issuer() != null && identity.subject() != null) {
      return issuer.equals(identity.issuer()) ? Set.of(identity.subject()) : Set.of();
    }
    return subjects(issuer, identity.identifier());
  }

  /// The same for an identifier by itself.
  public static Set<String> subjects(String issuer, String identifier) {
    Set<String> candidates = new LinkedHashSet<>();
    Set<String> before = new LinkedHashSet<>();
    before.add(issuer + "/");
    before.add((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + "/");
    before.add(ProviderIdentifier.clean(issuer) + "/");
    for (String prefix : before) {
      if (identifier.startsWith(prefix)) {
        String rest = identifier.substring(prefix.length());
        candidates.add(rest);
        candidates.add(decoded(rest));
        candidates.add(rest.replaceFirst("^/+", ""));
      }
    }
    Set<String> found = new LinkedHashSet<>();
    for (String candidate : candidates) {
      if (!candidate.isEmpty() && new Subject(issuer, candidate).spellings().contains(identifier)) {
        found.add(candidate);
      }
    }
    return found;
  }

  /// Whether an identity is one that a text names: its identifier, letter by letter or in another
  /// release's spelling.
  public static boolean names(String text, Identity identity) {
    if (text.equals(identity.identifier()) || key(text).equals(key(identity.identifier()))) {
      return true;
    }
    return identity.issuer() != null
        && identity.subject() != null
        && new Subject(identity.issuer(), identity.subject()).spellings().contains(text);
  }

  /// What two identifiers have in common that differ only in slashes or in percent-encoding.
  public static String key(String identifier) {
    return decoded(ProviderIdentifier.clean(identifier));
  }

  /// The text behind percent-encoding; a text that is encoded in no valid way stays.
  public static String decoded(String text) {
    try {
      return text.indexOf('%') < 0
          ? text
          : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // It is an identifier like any other, and nothing in it was meant as an encoding.
      return text;
    }
  }
}
