package dev.wayleave.oidc.plan;

import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Who becomes whom.
final class Merges {
  private final Map<UserId, UserId> survivorOf = new TreeMap<>();
  private final List<IdentityChange> changes = new ArrayList<>();

  /// Takes one in; refused with a clause where it contradicts those before.
  Optional<String> add(UserId survivor, UserId gone, Set<Role> roles) {
    UserId stays = of(survivor);
    UserId goes = of(gone);
    if (stays.equals(goes)) {
      return survivor.equals(gone) ? Optional.of("both are one user already") : Optional.empty();
    }
    if (!goes.equals(gone)) {
      return Optional.of("user " + gone + " is to go into user " + goes + " too");
    }
    survivorOf.replaceAll((_, now) -> now.equals(goes) ? stays : now);
    survivorOf.put(goes, stays);
    changes.add(new IdentityChange.Merge(stays, goes, roles));
    return Optional.empty();
  }

  /// The user whom this one becomes; the user alone where nothing is merged.
  UserId of(UserId user) {
    return survivorOf.getOrDefault(user, user);
  }

  boolean isGone(UserId user) {
    return survivorOf.containsKey(user);
  }

  List<UserId> goneInto(UserId survivor) {
    return survivorOf.entrySet().stream()
        .filter(entry -> entry.getValue().equals(survivor))
        .map(Map.Entry::getKey)
        .toList();
  }

  List<IdentityChange> changes() {
    return List.copyOf(changes);
  }
}
