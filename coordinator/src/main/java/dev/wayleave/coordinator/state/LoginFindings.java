package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What an administrator has to see to, so that everybody's login is one user's and each name that
/// a policy may use means one.
public final class LoginFindings {
  private LoginFindings() {}

  public static List<Finding> of(Tailnet image) {
    List<Finding> findings = new ArrayList<>();
    for (List<User> twins : shared(image.users(), LoginFindings::identities)) {
      findings.add(
          Finding.action(
              "LOGIN_OF_TWO_USERS",
              "users " + labels(twins),
              "One login is that of several users, so it is refused.",
              "Merge the users with \"wayleave oidc\", or take the identity from all but one."));
    }
    for (List<User> twins : shared(image.users(), LoginNames::of)) {
      findings.add(
          Finding.action(
              "NAME_OF_TWO_USERS",
              "users " + labels(twins),
              "They go by one name or address, which means none of them in a policy.",
              "Rename one of them, or merge them with \"wayleave oidc\" where they are one person."));
    }
    return findings;
  }

  /// Groups of users who have something in common, each group once.
  private static Set<List<User>> shared(Collection<User> users, Function<User, Set<String>> words) {
    Map<String, List<User>> byWord = new TreeMap<>();
    for (User user : users) {
      words
          .apply(user)
          .forEach(word -> byWord.computeIfAbsent(word, _ -> new ArrayList<>()).add(user));
    }
    return byWord.values().stream()
        .filter(group -> group.size() > 1)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> identities(User user) {
    Set<String> words = new LinkedHashSet<>();
    for (Identity identity : user.identities()) {
      String issuer = identity.issuer();
      String subject = identity.subject();
      if (issuer != null && subject != null) {
        words.addAll(new Subject(issuer, subject).spellings());
      } else {
        words.add(identity.identifier());
        words.add(ProviderIdentifier.clean(identity.identifier()));
      }
    }
    words.remove("");
    return words;
  }

  private static String labels(List<User> users) {
    return users.stream()
        .map(user -> user.label() + " (" + user.id() + ")")
        .collect(Collectors.joining(", "));
  }
}
