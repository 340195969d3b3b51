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
    Set<String> texts = texts(image);
    for (List<User> twins : shared(image.users(), user -> logins(user, texts))) {
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
    image.users().forEach(user -> doubts(user).forEach(findings::add));
    return findings;
  }

  /// A provider may have given the subject of a deleted account to somebody new.
  private static List<Finding> doubts(User user) {
    return user.identities().stream()
        .filter(identity -> identity.formerAddress() != null)
        .map(identity ->
            Finding.action(
                "LOGIN_OF_ANOTHER_PERSON",
                "user " + labels(List.of(user)),
                "The login "
                    + identity.identifier()
                    + " came with another address than "
                    + identity.formerAddress()
                    + " and another name, so it may be somebody else's by now.",
                "Where it is the same person, link the login to the user again; else take it from"
                    + " the user, and look at the user's devices."))
        .toList();
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

  /// The identities of which one text is all that is known, in every spelling.
  private static Set<String> texts(Tailnet image) {
    return image.users().stream()
        .flatMap(user -> user.identities().stream())
        .filter(identity -> !Subject.isApart(identity))
        .map(LoginFindings::spellings)
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }

  /// What a user's logins have in common with those of others whose they may be. Two that are known
  /// apart are the same only by issuer and subject, as at a login; by a spelling only where
  /// somebody is known by no more than that.
  private static Set<String> logins(User user, Set<String> texts) {
    Set<String> words = new LinkedHashSet<>();
    for (Identity identity : user.identities()) {
      if (Subject.isApart(identity)) {
        words.add(identity.issuer() + "\n" + identity.subject());
        spellings(identity).stream().filter(texts::contains).forEach(words::add);
      } else {
        words.addAll(spellings(identity));
      }
    }
    words.remove("");
    return words;
  }

  private static Set<String> spellings(Identity identity) {
    String issuer = identity.issuer();
    String subject = identity.subject();
    return issuer != null && subject != null
        ? new Subject(issuer, subject).spellings()
        : new LinkedHashSet<>(
            List.of(identity.identifier(), ProviderIdentifier.clean(identity.identifier())));
  }

  private static String labels(List<User> users) {
    return users.stream()
        .map(user -> user.label() + " (" + user.id() + ")")
        .collect(Collectors.joining(", "));
  }
}
