package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at the tailnet as it would be after a plan, and finds what must not be.
///
/// Checking the result instead of each step finds collisions of the source with the target, inside
/// the source, and between two changes alike.
final class ResultChecks {
  private final Map<EntityRef, TailnetEntity> result = new HashMap<>();
  private final List<EntityChange> changes;
  private final List<Finding> findings = new ArrayList<>();

  private ResultChecks(Inventory target, List<EntityChange> changes) {
    this.changes = changes;
    target.entities().forEach(entity -> result.put(entity.ref(), entity.value()));
    for (EntityChange change : changes) {
      Entity<?> after = change.after();
      if (after == null) {
        result.remove(change.ref());
      } else {
        result.put(change.ref(), after.value());
      }
    }
  }

  /// @param applied tells the target's own entities from those that came from the source
  static List<Finding> check(Inventory target, Inventory applied, List<EntityChange> changes) {
    ResultChecks checks = new ResultChecks(target, changes);
    List<TailnetEntity> own =
        target
            .entities()
            .filter(entity -> applied.find(entity.ref()).isEmpty())
            .map(entity -> (TailnetEntity) entity.value())
            .filter(value -> value.equals(checks.result.get(EntityRef.of(value))))
            .toList();
    checks.addresses();
    checks.namesAndKeys(own);
    checks.policyInUse();
    checks.missingUsers();
    checks.withheldSecrets();
    return checks.findings;
  }

  private void addresses() {
    Map<IpAddress, Node> owners = new HashMap<>();
    sorted(Node.class)
        .forEach(node -> {
          address(owners, node, node.ipv4());
          address(owners, node, node.ipv6());
        });
  }

  private void address(Map<IpAddress, Node> owners, Node node, @Nullable IpAddress address) {
    if (address == null) {
      return;
    }
    Node other = owners.putIfAbsent(address, node);
    if (other != null) {
      findings.add(
          Finding.blocker(
              "COLLISION_ADDRESS",
              Labels.object(node),
              "It has the address " + address + ", which " + Labels.object(other) + " has too.",
              "Give one of the two another address where it comes from, and plan again."));
    }
  }

  /// What two nodes of one source may share (names, keys of one machine) must still not be shared
  /// by a node of the source and one that the target made.
  private void namesAndKeys(List<TailnetEntity> own) {
    Map<String, TailnetEntity> taken = new HashMap<>();
    own.forEach(entity -> names(entity).forEach(name -> taken.put(name, entity)));
    for (EntityChange change : changes) {
      Entity<?> after = change.after();
      if (after == null) {
        continue;
      }
      for (String name : newNames(change.before(), after)) {
        TailnetEntity other = taken.get(name);
        if (other != null) {
          findings.add(
              Finding.blocker(
                  "COLLISION_NAME",
                  Labels.object(after.value()),
                  "Its " + name + " is also that of the target's own " + Labels.object(other) + ".",
                  "Rename or delete one of the two, and plan again."));
        }
      }
    }
  }

  private static List<String> newNames(@Nullable Entity<?> before, Entity<?> after) {
    List<String> names = new ArrayList<>(names(after.value()));
    if (before != null) {
      names.removeAll(names(before.value()));
    }
    return names;
  }

  private static List<String> names(TailnetEntity entity) {
    return switch (entity) {
      // Keys of zeros are unknown ones, and may be each other's.
      case Node node when node.nodeKey().isZero() -> List.of("name " + node.givenName());
      case Node node -> List.of("name " + node.givenName(), "node key " + node.nodeKey());
      case User user when !user.name().isEmpty() -> List.of("user name " + user.name());
      case OAuthClient client -> List.of("client id " + client.clientId());
      default -> List.of();
    };
  }

  private void policyInUse() {
    List<PolicyVersion> inUse =
        sorted(PolicyVersion.class).stream().filter(PolicyVersion::inUse).toList();
    if (inUse.size() > 1) {
      findings.add(
          Finding.blocker(
              "POLICY_IN_USE_TWICE",
              Labels.object(inUse.getLast()),
              "After this, the versions "
                  + String.join(", ", inUse.stream().map(PolicyVersion::id).toList())
                  + " would all be in use.",
              "Read the source through its configuration file, which says which one it goes by."));
    }
  }

  private void missingUsers() {
    sorted(Node.class).forEach(node -> user(node, owner(node)));
    sorted(PreAuthKey.class).forEach(key -> user(key, Optional.ofNullable(key.user())));
  }

  private static Optional<UserId> owner(Node node) {
    return node.owner() instanceof Owner.OfUser(UserId user) ? Optional.of(user) : Optional.empty();
  }

  private void user(TailnetEntity entity, Optional<UserId> wanted) {
    wanted
        .map(id -> new EntityRef(EntityKind.USER, id.toString()))
        .filter(ref -> !result.containsKey(ref))
        .ifPresent(ref ->
            findings.add(
                Finding.blocker(
                    "USER_MISSING",
                    Labels.object(entity),
                    "It belongs to " + ref + ", which would not exist.",
                    "Keep that user, or move or delete what belongs to it.")));
  }

  private void withheldSecrets() {
    for (EntityChange change : changes) {
      Entity<?> after = change.after();
      if (after == null || !change.writesTarget()) {
        continue;
      }
      Secrets.of(after.value())
          .filter(SecretText::isWithheld)
          .ifPresent(_ ->
              findings.add(
                  Finding.lossy(
                      "SECRET_WITHHELD",
                      Labels.object(after.value()),
                      "The source gives only the fingerprint of its secret.",
                      "Read the source with its secrets, or accept that this one stops"
                          + " working.")));
    }
  }

  private <T extends TailnetEntity> List<T> sorted(Class<T> type) {
    return result.entrySet().stream()
        .filter(entry -> type.isInstance(entry.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> type.cast(entry.getValue()))
        .toList();
  }
}
