package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.User;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the user that a word means to an engine of Headscale.
final class SourceUsers {
  private final PolicyEngine engine;
  private final List<User> users;
  private final boolean stripEmailDomain;

  /// @param stripEmailDomain the setting `oidc.strip_email_domain`
  SourceUsers(PolicyEngine engine, Collection<User> users, boolean stripEmailDomain) {
    this.engine = engine;
    this.users = List.copyOf(users);
    this.stripEmailDomain = stripEmailDomain;
  }

  int count() {
    return users.size();
  }

  /// The user of a word outside groups; nobody where several answer to it.
  Optional<User> find(String word) {
    return switch (engine.userNames()) {
      case NAME -> only(users.stream().filter(user -> user.name().equals(word)).toList());
      case ANY -> byAnyName(word);
      case WITH_AT -> word.contains("@") ? byAnyName(withoutAt(word)) : Optional.empty();
    };
  }

  /// The user of a member of a group.
  Optional<User> member(String word) {
    return find(engine.normalisesGroupMembers() ? normalised(word) : word);
  }

  private static String withoutAt(String word) {
    return word.endsWith("@") ? word.substring(0, word.length() - 1) : word;
  }

  /// Walks the users in their order as Headscale does: a provider identifier ends the search.
  private Optional<User> byAnyName(String word) {
    List<User> found = new ArrayList<>();
    for (User user : users) {
      if (user.identities().stream().anyMatch(one -> one.identifier().equals(word))) {
        return Optional.of(user);
      }
      if (user.email().equals(word) || user.name().equals(word)) {
        found.add(user);
      }
    }
    return only(found);
  }

  private static Optional<User> only(List<User> found) {
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /// The name that Headscale gave a user who logged in with this name: its `NormalizeToFQDNRules`.
  private String normalised(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace("'", "");
    int at = lower.indexOf('@');
    String plain = stripEmailDomain && at > 0 ? lower.substring(0, at) : lower.replace('@', '.');
    return plain.replaceAll("[^a-z0-9-.]+", "-");
  }
}
