package dev.wayleave.cli.verification;

import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.ProviderIdentifier.Rule;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings users of two sides into one form where their releases spell one identity differently.
///
/// Two spellings are of one identity if there are an issuer and a subject from which the source's
/// release computes the one and the target's the other; where the source tells the two apart, they
/// are these.
///
/// @param sourceRule null where the source is no Headscale
record UserForms(@Nullable Rule sourceRule, Rule targetRule) {
  /// Replaces the users that only differ so.
  static void level(Inventory source, Inventory target, Inventory.Builder left) {
    Optional<Rule> there = rule(target);
    if (there.isEmpty()) {
      return;
    }
    UserForms forms = new UserForms(rule(source).orElse(null), there.get());
    for (User user : source.users()) {
      Entity<?> found = target.find(EntityRef.of(user)).orElse(null);
      if (found != null && found.value() instanceof User other && !user.equals(other)) {
        left.replace(forms.spelledAs(user, other));
      }
    }
  }

  private static Optional<Rule> rule(Inventory side) {
    String release = side.source().release();
    return Rule.ofRelease(release.substring(release.lastIndexOf(' ') + 1));
  }

  private User spelledAs(User user, User other) {
    if (user.identities().size() != other.identities().size()) {
      return user;
    }
    List<Identity> identities = new ArrayList<>();
    for (int i = 0; i < user.identities().size(); i++) {
      Identity mine = user.identities().get(i);
      Identity theirs = other.identities().get(i);
      boolean same = mine.provider().equals(theirs.provider()) && isOne(mine, theirs);
      identities.add(same ? theirs : mine);
    }
    return user.knownBy(identities, user.expected());
  }

  private boolean isOne(Identity mine, Identity theirs) {
    String issuer = mine.issuer();
    String subject = mine.subject();
    if (issuer != null && subject != null && theirs.issuer() == null) {
      return computes(targetRule, issuer, subject, theirs.identifier());
    }
    return sourceRule == null
        ? mine.identifier().equals(theirs.identifier())
        : isOne(sourceRule, mine.identifier(), theirs.identifier());
  }

  private boolean isOne(Rule from, String mine, String theirs) {
    for (int slash = mine.indexOf('/'); slash > 0; slash = mine.indexOf('/', slash + 1)) {
      String issuer = mine.substring(0, slash);
      for (String subject : subjects(mine.substring(slash + 1))) {
        // The issuer may have ended with the slash that stands between both.
        for (String spelled : List.of(issuer, issuer + "/")) {
          if (computes(from, spelled, subject, mine)
              && computes(targetRule, spelled, subject, theirs)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean computes(Rule rule, String issuer, String subject, String identifier) {
    return ProviderIdentifier.of(rule, issuer, subject).filter(identifier::equals).isPresent();
  }

  /// The subject as it stands, and as it was if the source has encoded it.
  private static List<String> subjects(String stored) {
    try {
      return List.of(stored, URLDecoder.decode(stored.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notEncoded) {
      // Then it stands for itself.
      return List.of(stored);
    }
  }
}
