package dev.wayleave.oidc.repair;

import dev.wayleave.oidc.repair.Condition.Proposal;
import dev.wayleave.oidc.spelling.EmailAddress;
import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds what past changes left among the users of a store.
///
/// Users who are found to be one person in one way are not told of again in a weaker one.
public final class Damage {
  private final List<User> users;
  private final List<Condition> found = new ArrayList<>();
  private final Set<Set<UserId>> told = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  private Damage(Collection<User> users) {
    this.users = users.stream().sorted(Comparator.comparing(User::id)).toList();
    users.forEach(user -> taken.add(user.name()));
  }

  /// Everything that is found, users in the order of their numbers.
  public static List<Condition> find(Collection<User> users) {
    Damage damage = new Damage(users);
    damage.twins();
    damage.duplicates("e-mail address", user -> EmailAddress.key(user.email()));
    damage.duplicates("name", User::name);
    damage.handMade();
    damage.perhapsHandMade();
    damage.nameless();
    damage.ambiguousNames();
    return List.copyOf(damage.found);
  }

  private void twins() {
    Map<String, Set<User>> byKey = new LinkedHashMap<>();
    for (User user : users) {
      for (Identity identity : user.identities()) {
        byKey.computeIfAbsent(Spelling.key(identity.identifier()), _ -> newSet()).add(user);
      }
    }
    byKey.forEach((key, same) -> {
      if (same.size() > 1) {
        long decoded =
            same.stream()
                .flatMap(user -> user.identities().stream())
                .map(Identity::identifier)
                .filter(text -> Spelling.key(text).equals(key))
                .map(Spelling::decoded)
                .distinct()
                .count();
        RepairKind kind = decoded == 1 ? RepairKind.ENCODING_TWINS : RepairKind.SLASH_TWINS;
        add(
            kind,
            same,
            "%s have one identifier, \"%s\", but for %s."
                .formatted(
                    numbers(same),
                    key,
                    kind == RepairKind.ENCODING_TWINS
                        ? "percent-encoding"
                        : bySlashes(key, same) ? "slashes" : "its spelling"),
            new Proposal.Merge());
      }
    });
  }

  private static boolean bySlashes(String key, Set<User> same) {
    return same.stream()
            .flatMap(user -> user.identities().stream())
            .map(Identity::identifier)
            .filter(text -> Spelling.key(text).equals(key))
            .map(text -> text.replace("/", ""))
            .distinct()
            .count()
        == 1;
  }

  private void duplicates(String by, Function<User, String> text) {
    for (Map.Entry<String, List<User>> same : groups(text).entrySet()) {
      List<User> known =
          same.getValue().stream().filter(user -> !user.identities().isEmpty()).toList();
      boolean contradicted =
          known.stream().map(User::email).filter(email -> !email.isEmpty()).distinct().count() > 1;
      if (known.size() < 2 || (by.equals("name") && contradicted)) {
        continue;
      }
      long issuers = known.stream().flatMap(user -> issuers(user).stream()).distinct().count();
      add(
          RepairKind.DUPLICATES,
          known,
          "%s log in by different identities and have one %s, \"%s\"."
              .formatted(numbers(known), by, same.getKey()),
          issuers < 2
              ? new Proposal.None(
                  "One provider knows them as two; if they are one person, say so with --merge "
                      + order(known)
                      + ".")
              : new Proposal.Merge());
    }
  }

  /// What stands before the last slash of an identifier: the issuer, unless subjects have slashes.
  private static Set<String> issuers(User user) {
    return user.identities().stream()
        .map(identity ->
            identity.issuer() != null
                ? identity.issuer()
                : identity
                    .identifier()
                    .substring(0, Math.max(0, identity.identifier().lastIndexOf('/'))))
        .map(issuer -> issuer.replaceFirst("/+$", ""))
        .collect(Collectors.toSet());
  }

  private void handMade() {
    for (Map.Entry<String, List<User>> same : groups(User::name).entrySet()) {
      List<User> all = same.getValue();
      long known = all.stream().filter(user -> !user.identities().isEmpty()).count();
      if (all.size() == 2 && known == 1) {
        add(
            RepairKind.HAND_MADE,
            all,
            "%s have one name, \"%s\"; one was made by hand, one by a login."
                .formatted(numbers(all), same.getKey()),
            new Proposal.Merge());
      }
    }
  }

  /// Weaker signs, by which nobody is merged unless somebody says so.
  private void perhapsHandMade() {
    Map<String, Set<User>> byWord = new LinkedHashMap<>();
    for (User user : users) {
      if (user.identities().isEmpty()) {
        for (String word : List.of(user.name(), EmailAddress.key(user.email()))) {
          byWord.computeIfAbsent(word, _ -> newSet()).add(user);
        }
      }
    }
    byWord.remove("");
    for (User known : users) {
      String email = known.email();
      if (known.identities().isEmpty() || email.isEmpty()) {
        continue;
      }
      Set<User> alike = newSet();
      String local = email.substring(0, Math.max(0, email.lastIndexOf('@')));
      for (String word : List.of(local, email, EmailAddress.key(email))) {
        alike.addAll(byWord.getOrDefault(word, Set.of()));
      }
      alike.forEach(handMade -> perhapsOne(handMade, known));
    }
  }

  private void perhapsOne(User handMade, User known) {
    List<User> both =
        List.of(handMade, known).stream().sorted(Comparator.comparing(User::id)).toList();
    if (!told.contains(ids(both))) {
      // Not taken for told: a word that means both is another trouble.
      found.add(
          new Condition(
              RepairKind.HAND_MADE,
              both,
              "User %s (%s) was made by hand, and is called like the address %s of user %s, who logs in."
                  .formatted(handMade.id(), handMade.label(), known.email(), known.id()),
              new Proposal.None(
                  "If they are one person, say so with --merge " + order(both) + ".")));
    }
  }

  private void nameless() {
    for (User user : users) {
      if (user.name().isEmpty()) {
        String email = user.email();
        String local = email.substring(0, Math.max(0, email.indexOf('@')));
        String name =
            Stream.of(local, email)
                .filter(word -> !word.isEmpty() && taken.add(word))
                .findFirst()
                .orElse("");
        add(
            RepairKind.NAMELESS,
            List.of(user),
            "The user has no name, as the provider told none; a policy can mean them by their e-mail"
                + " address alone.",
            name.isEmpty()
                ? new Proposal.None("Have the provider tell a preferred_username.")
                : new Proposal.Rename(user, name));
      }
    }
  }

  /// A word means whoever has it as a name or as an address.
  private void ambiguousNames() {
    Map<String, Set<User>> byWord = new LinkedHashMap<>();
    for (User user : users) {
      for (String word : List.of(user.name(), user.email())) {
        if (!word.isEmpty()) {
          byWord.computeIfAbsent(word, _ -> newSet()).add(user);
        }
      }
    }
    byWord.forEach((word, same) -> {
      if (same.size() > 1 && !told.contains(ids(same))) {
        add(
            RepairKind.AMBIGUOUS_NAMES,
            same,
            "%s are all meant by \"%s\"; Headscale 0.29 and later does not start where its policy says so."
                .formatted(numbers(same), word),
            rename(word, same));
      }
    });
  }

  /// A login brings back the name that the provider has, so only a hand-made one can be changed.
  private Proposal rename(String word, Set<User> same) {
    List<User> handMade =
        same.stream()
            .filter(user -> user.identities().isEmpty() && user.name().equals(word))
            .toList();
    if (handMade.isEmpty() || same.size() > 2) {
      return new Proposal.None(
          "Write their e-mail addresses in the policy, have the provider tell other names, or merge"
              + " them if they are one person.");
    }
    User user = handMade.getLast();
    String free = word + "-" + user.id();
    while (taken.contains(free)) {
      free += "-" + user.id();
    }
    return new Proposal.Rename(user, free);
  }

  private Map<String, List<User>> groups(Function<User, String> text) {
    Map<String, List<User>> groups = new LinkedHashMap<>();
    for (User user : users) {
      String key = text.apply(user);
      if (!key.isEmpty()) {
        groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(user);
      }
    }
    groups.values().removeIf(group -> group.size() < 2);
    return groups;
  }

  private void add(RepairKind kind, Collection<User> about, String what, Proposal proposal) {
    if (kind == RepairKind.NAMELESS || told.add(ids(about))) {
      found.add(new Condition(kind, List.copyOf(about), what, proposal));
    }
  }

  private static Set<User> newSet() {
    return new TreeSet<>(Comparator.comparing(User::id));
  }

  private static Set<UserId> ids(Collection<User> some) {
    return some.stream().map(User::id).collect(Collectors.toSet());
  }

  private static String numbers(Collection<User> some) {
    return "Users "
        + some.stream().map(user -> user.id().toString()).collect(Collectors.joining(" and "));
  }

  private static String order(List<User> some) {
    return "user:" + some.getFirst().id() + "=user:" + some.getLast().id();
  }
}
