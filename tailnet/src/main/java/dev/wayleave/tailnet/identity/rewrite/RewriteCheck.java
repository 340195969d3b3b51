package dev.wayleave.tailnet.identity.rewrite;

import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Compares the users that a store holds with what a list of changes made of them.
public final class RewriteCheck {
  private final Map<UserId, User> users;
  private final Map<UserId, UserId> heirs = new HashMap<>();
  private final Map<UserId, List<Identity>> wanted = new HashMap<>();
  private final Map<UserId, List<Step>> rewritten = new HashMap<>();
  private final Map<UserId, Integer> lastRename = new HashMap<>();
  private final List<String> differences = new ArrayList<>();

  /// An identity that the change at this place takes away.
  private record Step(int at, Identity before) {}

  private RewriteCheck(Collection<User> users, List<IdentityChange> changes) {
    this.users = users.stream().collect(Collectors.toMap(User::id, Function.identity()));
    // Backwards, so that it is known whose heir the survivor of a merge is.
    for (IdentityChange change : changes.reversed()) {
      if (change instanceof IdentityChange.Merge(UserId user, UserId gone, var _)) {
        heirs.put(gone, heir(user));
      }
    }
    for (int at = 0; at < changes.size(); at++) {
      index(at, changes.get(at));
    }
  }

  private void index(int at, IdentityChange change) {
    UserId id = heir(change.user());
    switch (change) {
      case IdentityChange.Rewrite(var _, Identity before, Identity after) -> {
        rewritten.computeIfAbsent(id, _ -> new ArrayList<>()).add(new Step(at, before));
        wanted.computeIfAbsent(id, _ -> new ArrayList<>()).add(after);
      }
      case IdentityChange.Give(var _, Identity given) ->
          wanted.computeIfAbsent(id, _ -> new ArrayList<>()).add(given);
      case IdentityChange.Rename _ -> lastRename.put(id, at);
      case IdentityChange.Expect _, IdentityChange.Merge _ -> {}
    }
  }

  /// What is not there of the changes, one sentence each; nothing where all of it is.
  ///
  /// @param users as they are now
  public static List<String> differences(Collection<User> users, List<IdentityChange> changes) {
    RewriteCheck check = new RewriteCheck(users, changes);
    for (int at = 0; at < changes.size(); at++) {
      check.look(at, changes.get(at));
    }
    return List.copyOf(check.differences);
  }

  private void look(int at, IdentityChange change) {
    if (change instanceof IdentityChange.Merge(var _, UserId gone, var _)
        && users.containsKey(gone)) {
      differences.add(
          "User " + gone + " is there, who was merged into user " + change.user() + ".");
    }
    UserId id = heir(change.user());
    User user = users.get(id);
    if (user == null) {
      differences.add("User " + id + " is not there any more.");
      return;
    }
    switch (change) {
      case IdentityChange.Rewrite(var _, Identity before, Identity after) -> {
        has(user, after, at);
        if (!SharedIdentities.isSame(before, after)
            && !isWanted(id, before)
            && knows(user, before)) {
          differences.add(say(user) + " is still known as " + before.identifier() + ".");
        }
      }
      case IdentityChange.Give(var _, Identity identity) -> has(user, identity, at);
      case IdentityChange.Expect(var _, ExpectedIdentity expected) -> expects(user, expected);
      case IdentityChange.Rename(var _, var _, String after) -> called(user, after, at);
      case IdentityChange.Merge(var _, var _, Set<Role> roles) -> {
        if (!user.roles().containsAll(roles)) {
          differences.add(say(user) + " lacks a role of the user who was merged into it.");
        }
      }
    }
  }

  private void has(User user, Identity identity, int at) {
    boolean passing =
        rewritten.getOrDefault(user.id(), List.of()).stream()
            .anyMatch(step -> step.at() > at && SharedIdentities.isSame(step.before(), identity));
    if (!passing && !knows(user, identity)) {
      differences.add(say(user) + " is not known as " + identity.identifier() + ".");
    }
  }

  private void expects(User user, ExpectedIdentity expected) {
    boolean came =
        user.identities().stream()
            .anyMatch(identity -> expected.issuer().equals(identity.issuer()));
    if (!came && !user.expected().contains(expected)) {
      differences.add(
          say(user)
              + " is not waited for with %s %s.".formatted(expected.claim(), expected.value()));
    }
  }

  private void called(User user, String name, int at) {
    boolean passing = lastRename.getOrDefault(user.id(), at) > at;
    if (!passing && !user.name().equals(name)) {
      differences.add(say(user) + " is not called \"" + name + "\".");
    }
  }

  /// Whether a change gives a user this identity, be it that another one took it away before.
  private boolean isWanted(UserId id, Identity identity) {
    return wanted.getOrDefault(id, List.of()).stream()
        .anyMatch(after -> SharedIdentities.isSame(after, identity));
  }

  private UserId heir(UserId id) {
    return heirs.getOrDefault(id, id);
  }

  private static boolean knows(User user, Identity identity) {
    return user.identities().stream().anyMatch(known -> SharedIdentities.isSame(known, identity));
  }

  private static String say(User user) {
    return "User " + user.id() + " (" + user.label() + ")";
  }
}
