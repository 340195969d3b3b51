package dev.wayleave.oidc.plan;

import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A store in memory that refuses what a database would: an identifier twice at any moment, a
/// change of what is not there.
final class ModelStore {
  private final boolean one;
  private final Map<UserId, User> users = new TreeMap<>();
  private final Map<UserId, UserId> mergedInto = new TreeMap<>();
  private final Map<String, UserId> nodes = new TreeMap<>();

  ModelStore(Holdings holdings) {
    one = holdings.rule() != null;
    holdings.holders().stream().map(Holder::user).forEach(user -> users.put(user.id(), user));
    users.keySet().forEach(id -> nodes.put("node of " + id, id));
  }

  void apply(IdentityRewrite rewrite) {
    rewrite.changes().forEach(this::apply);
  }

  /// Who now is the person that a user was.
  UserId personOf(UserId user) {
    UserId at = user;
    while (mergedInto.containsKey(at)) {
      at = mergedInto.get(at);
    }
    return at;
  }

  /// The owner of each node; a node is called after the user who had it first.
  Map<String, UserId> nodes() {
    return new TreeMap<>(nodes);
  }

  /// What the store holds now.
  Holdings holdings(Holdings before) {
    List<Holder> holders = users.values().stream().map(user -> new Holder(user, 1, 0, 0)).toList();
    ProviderIdentifier.Rule rule = before.rule();
    return rule == null
        ? Holdings.apart(before.place(), before.state() + "+", holders, before.policy())
        : new Holdings(before.place(), rule, before.state() + "+", holders, before.policy());
  }

  List<String> identifiers() {
    return users.values().stream()
        .flatMap(user -> user.identities().stream())
        .map(Identity::identifier)
        .toList();
  }

  Map<UserId, User> users() {
    return new TreeMap<>(users);
  }

  private void apply(IdentityChange change) {
    User user = there(change.user());
    switch (change) {
      case IdentityChange.Rewrite(UserId _, Identity before, Identity after) -> {
        List<Identity> identities = new ArrayList<>(user.identities());
        int at = identities.indexOf(before);
        if (at < 0) {
          throw new IllegalStateException(user.id() + " has no " + before);
        }
        identities.set(at, after);
        put(user.knownBy(identities, user.expected()));
      }
      case IdentityChange.Give(UserId _, Identity identity) -> {
        List<Identity> identities = new ArrayList<>(user.identities());
        identities.add(identity);
        if (one && identities.size() > 1) {
          throw new IllegalStateException(user.id() + " has one already");
        }
        put(user.knownBy(identities, user.expected()));
      }
      case IdentityChange.Expect expect ->
          put(user.knownBy(user.identities(), List.of(expect.expected())));
      case IdentityChange.Rename(UserId _, String before, String after) -> {
        if (!user.name().equals(before)) {
          throw new IllegalStateException(user.id() + " is not called " + before);
        }
        put(user.renamed(after));
      }
      case IdentityChange.Merge(UserId _, UserId gone, var _) -> merge(user, there(gone));
    }
  }

  private void merge(User user, User gone) {
    List<Identity> identities = new ArrayList<>(user.identities());
    if (!one || identities.isEmpty()) {
      identities.addAll(gone.identities());
    }
    users.remove(gone.id());
    mergedInto.put(gone.id(), user.id());
    nodes.replaceAll((_, owner) -> owner.equals(gone.id()) ? user.id() : owner);
    put(user.knownBy(identities, user.expected()));
  }

  private User there(UserId id) {
    User user = users.get(id);
    if (user == null) {
      throw new IllegalStateException("there is no user " + id);
    }
    return user;
  }

  private void put(User user) {
    users.put(user.id(), user);
    Set<String> seen = new HashSet<>();
    for (String identifier : identifiers()) {
      if (!seen.add(identifier)) {
        throw new IllegalStateException(identifier + " is there twice");
      }
    }
  }
}
