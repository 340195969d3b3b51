package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The users as they will be: when the changes are made, and when everybody has logged in once.
final class Future {
  private final Map<UserId, User> users = new TreeMap<>();
  private final Map<UserId, Person> persons = new HashMap<>();
  private final boolean one;

  /// @param one whether the store keeps one identity for each user
  Future(Collection<User> now, List<IdentityChange> changes, List<Outcome> outcomes, boolean one) {
    this.one = one;
    now.forEach(user -> users.put(user.id(), user));
    changes.forEach(this::make);
    for (Outcome outcome : outcomes) {
      Person person = person(outcome.resolution());
      if (person != null && !outcome.left()) {
        persons.put(outcome.slot().account().id(), person);
      }
    }
  }

  private static @Nullable Person person(Resolution resolution) {
    return switch (resolution) {
      case Resolution.To to -> to.person();
      case Resolution.Already already -> already.person();
      case Resolution.Expected expected -> expected.person();
      case Resolution.Ambiguous _,
          Resolution.Unmatched _,
          Resolution.Stays _,
          Resolution.Collision _ ->
          null;
    };
  }

  private void make(IdentityChange change) {
    User user = users.get(change.user());
    if (user == null) {
      throw new IllegalStateException("a change is about user " + change.user() + ", who is gone");
    }
    List<Identity> identities = new ArrayList<>(user.identities());
    switch (change) {
      case IdentityChange.Rewrite rewrite -> {
        identities.remove(rewrite.before());
        identities.add(rewrite.after());
        users.put(user.id(), user.knownBy(identities, user.expected()));
      }
      case IdentityChange.Give give -> {
        identities.add(give.identity());
        users.put(user.id(), user.knownBy(identities, user.expected()));
      }
      case IdentityChange.Rename rename -> users.put(user.id(), user.renamed(rename.after()));
      case IdentityChange.Merge merge -> {
        User gone = users.remove(merge.gone());
        if (gone != null && (!one || identities.isEmpty())) {
          identities.addAll(gone.identities());
          users.put(user.id(), user.knownBy(identities, user.expected()));
        }
      }
      case IdentityChange.Expect _ -> {}
    }
  }

  List<User> changed() {
    return List.copyOf(users.values());
  }

  /// Each login brings the name that the provider has, and an address for which it vouches.
  List<User> loggedIn() {
    return users.values().stream()
        .map(user -> {
          Person person = persons.get(user.id());
          return person == null ? user : after(user, person);
        })
        .toList();
  }

  private static User after(User user, Person person) {
    return new User(
        user.id(),
        person.username().isEmpty() ? user.name() : person.username(),
        user.displayName(),
        person.emailVerified() ? person.email() : user.email(),
        user.pictureUrl(),
        user.identities(),
        user.roles(),
        user.createdAt());
  }
}
