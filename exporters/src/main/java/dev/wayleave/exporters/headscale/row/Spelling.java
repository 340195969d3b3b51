package dev.wayleave.exporters.headscale.row;

import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.ProviderIdentifier.Rule;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.Identity;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Spells identities as a release computes them at a login.
///
/// @param source the rule by which stored identifiers were computed; null where nobody knows
record Spelling(Rule target, @Nullable Rule source) {
  /// An identifier to be stored.
  ///
  /// @param certain whether the release computes just this
  record Spelled(String text, String former, boolean certain) {
    Optional<Finding> remark(String object, String release) {
      if (!certain) {
        return Optional.of(
            Finding.action(
                "IDENTIFIER_UNSURE",
                object,
                "Whether "
                    + release
                    + " spells the identity \""
                    + text
                    + "\" like this cannot be told without issuer and subject.",
                "Look after the user's next login whether a second user of this person was made,"
                    + " and correct provider_identifier then."));
      }
      return text.equals(former)
          ? Optional.empty()
          : Optional.of(
              Finding.info(
                  "IDENTIFIER_RESPELLED",
                  object,
                  "The identity \""
                      + former
                      + "\" is written as \""
                      + text
                      + "\", which is how "
                      + release
                      + " spells it.",
                  "Nothing."));
    }
  }

  Spelled of(Identity identity) {
    String stored = identity.identifier();
    String issuer = identity.issuer();
    String subject = identity.subject();
    if (issuer != null && subject != null) {
      Optional<String> computed = ProviderIdentifier.of(target, issuer, subject);
      return new Spelled(computed.orElse(stored), stored, computed.isPresent());
    }
    return ofStored(stored);
  }

  /// Tries every issuer and subject that the source would have stored so: where all of them lead to
  /// one spelling, it is the right one whoever they are.
  private Spelled ofStored(String stored) {
    if (source == target && source != Rule.PLAIN) {
      return new Spelled(stored, stored, ProviderIdentifier.clean(stored).equals(stored));
    }
    Set<Optional<String>> spellings = new LinkedHashSet<>();
    for (int slash = stored.indexOf('/'); slash > 0; slash = stored.indexOf('/', slash + 1)) {
      String issuer = stored.substring(0, slash);
      for (String subject : subjects(stored.substring(slash + 1))) {
        if (isPossible(issuer, subject, stored)) {
          spellings.add(ProviderIdentifier.of(target, issuer, subject));
        }
      }
    }
    Optional<String> only = spellings.size() == 1 ? spellings.iterator().next() : Optional.empty();
    return new Spelled(only.orElse(stored), stored, only.isPresent());
  }

  private boolean isPossible(String issuer, String subject, String stored) {
    boolean whole = issuer.indexOf("://") != issuer.length() - 2 && !issuer.endsWith(":/");
    // Without a source it was a release that cleans identifiers: an older one is not in use.
    List<Rule> rules = source == null ? List.of(Rule.JOINED, Rule.CONCATENATED) : List.of(source);
    return whole
        && !issuer.endsWith(":")
        && rules.stream()
            .anyMatch(rule ->
                ProviderIdentifier.of(rule, issuer, subject).filter(stored::equals).isPresent());
  }

  /// The subject as it stands, and as it was if the source has encoded it.
  private static Set<String> subjects(String stored) {
    Set<String> subjects = new LinkedHashSet<>();
    subjects.add(stored);
    try {
      subjects.add(URLDecoder.decode(stored.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notEncoded) {
      // Then it stands for itself.
    }
    return subjects;
  }
}
