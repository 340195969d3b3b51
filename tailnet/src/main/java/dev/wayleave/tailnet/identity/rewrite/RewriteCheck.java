package dev.wayleave.tailnet.identity.rewrite;

import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Compares the users that a store holds with what a list of changes made of them.
public final class RewriteCheck {
  private final Map<UserId, User> users;
  private final List<IdentityChange> changes;
  private final List<String> differences = new ArrayList<>();

  private RewriteCheck(Collection<User> users, List<IdentityChange> changes) {
    this.users = users.stream().collect(Collectors.toMap(User::id, Function.identity()));
    this.changes = changes;
  }

  /// What is not there of the changes, one sentence each; nothing where all of it is.
  ///
  /// @param users as they are now
  public static List<String> differences(Collection<User> users, List<IdentityChange> changes) {
    RewriteCheck check = new RewriteCheck(users, changes);
    for (int i = 0; i < changes.size(); i++) {
      check.look(changes.get(i), changes.subList(i + 1, changes.size()));
    }
    return List.copyOf(check.differences);
  }

  private void look(IdentityChange change, List<IdentityChange> later) {
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
        has(user, after, later);
        if (!RewrittenUsers.isSame(before, after) && !isWanted(id, before) && knows(user, before)) {
          differences.add(say(user) + " is still known as " + before.identifier() + ".");
        }
      }
      case IdentityChange.Give(var _, Identity identity) -> has(user, identity, later);
      case IdentityChange.Expect(var _, ExpectedIdentity expected) -> expects(user, expected);
      case IdentityChange.Rename(var _, var _, String after) -> called(user, after, later);
      case IdentityChange.Merge(var _, var _, Set<Role> roles) -> {
        if (!user.roles().containsAll(roles)) {
          differences.add(say(user) + " lacks a role of the user who was merged into it.");
        }
      }
    }
  }

  private void has(User user, Identity identity, List<IdentityChange> later) {
    boolean passing =
        later.stream()
            .anyMatch(next ->
                next instanceof IdentityChange.Rewrite(UserId id, Identity before, var _)
                    && heir(id).equals(user.id())
                    && RewrittenUsers.isSame(before, identity));
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

  private void called(User user, String name, List<IdentityChange> later) {
    boolean passing =
        later.stream()
            .anyMatch(next ->
                next instanceof IdentityChange.Rename && heir(next.user()).equals(user.id()));
    if (!passing && !user.name().equals(name)) {
      differences.add(say(user) + " is not called \"" + name + "\".");
    }
  }

  /// Whether a change gives a user this identity, be it that another one took it away before.
  private boolean isWanted(UserId id, Identity identity) {
    return changes.stream()
        .filter(change -> heir(change.user()).equals(id))
        .anyMatch(change ->
            switch (change) {
              case IdentityChange.Rewrite(var _, var _, Identity after) ->
                  RewrittenUsers.isSame(after, identity);
              case IdentityChange.Give(var _, Identity given) ->
                  RewrittenUsers.isSame(given, identity);
              case IdentityChange.Expect _, IdentityChange.Rename _, IdentityChange.Merge _ ->
                  false;
            });
  }

  private UserId heir(UserId id) {
    UserId heir = id;
    for (IdentityChange change : changes) {
      if (change instanceof IdentityChange.Merge(UserId user, UserId gone, var _)
          && gone.equals(heir)) {
        heir = user;
      }
    }
    return heir;
  }

  private static boolean knows(User user, Identity identity) {
    return user.identities().stream().anyMatch(known -> RewrittenUsers.isSame(known, identity));
  }

  private static String say(User user) {
    return "User " + user.id() + " (" + user.label() + ")";
  }
}
