package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes an applied migration back, unless edits made since would be lost.
public final class Undo {
  /// What running clients change by themselves; taking that back loses no one's work.
  private static final Set<String> SELF_HEALING =
      Set.of("lastSeen", "endpoints", "hostinfo", "discoKey", "advertisedRoutes", "proof", "row");

  private Undo() {}

  /// What can be done about a migration.
  public sealed interface Outcome {
    /// These changes restore what was before.
    record Possible(List<EntityChange> changes) implements Outcome {}

    /// These edits, made after the migration, would be lost; each is a sentence.
    record Refused(List<String> losses) implements Outcome {}
  }

  /// Finds out whether a migration can be taken back, and how.
  ///
  /// @param done the changes that the migration made
  /// @param current the target as it is now
  public static Outcome of(List<EntityChange> done, Inventory current) {
    List<String> losses = new ArrayList<>();
    List<EntityChange> inverse = new ArrayList<>();
    Map<EntityRef, Entity<?>> result = new TreeMap<>();
    current.entities().forEach(entity -> result.put(entity.ref(), entity));
    Set<EntityRef> removed = new HashSet<>();
    for (EntityChange change : done) {
      if (change.writesTarget()) {
        Entity<?> now = current.find(change.ref()).orElse(null);
        loss(change, now).stream().forEach(losses::add);
        inverse.add(withPresent(change.inverse(), now));
        Entity<?> restored = change.before();
        if (restored == null) {
          removed.add(change.ref());
          result.remove(change.ref());
        } else {
          result.put(change.ref(), restored);
        }
      } else {
        inverse.add(change.inverse());
      }
    }
    // What belongs to a removed user counts as it will be: its owner may be taken back as well.
    result.values().forEach(entity -> losses.addAll(dangling(entity.value(), removed)));
    return losses.isEmpty()
        ? new Outcome.Possible(ChangeOrder.sort(inverse))
        : new Outcome.Refused(List.copyOf(losses));
  }

  /// The inverse, with what clients changed since as its starting point.
  private static EntityChange withPresent(EntityChange inverse, @Nullable Entity<?> now) {
    return new EntityChange(
        inverse.ref(), now, inverse.after(), inverse.appliedBefore(), inverse.appliedAfter());
  }

  private static List<String> loss(EntityChange change, @Nullable Entity<?> now) {
    Entity<?> after = change.after();
    if (after == null) {
      return now == null ? List.of() : List.of(object(now) + " was created again since.");
    }
    if (now == null) {
      return List.of(object(after) + " was deleted since.");
    }
    List<String> fields =
        FieldMerge.diff(after, now).stream()
            .map(FieldDiff::field)
            .filter(field -> !SELF_HEALING.contains(field))
            .toList();
    return fields.isEmpty()
        ? List.of()
        : List.of(object(now) + " was changed since: " + String.join(", ", fields) + ".");
  }

  private static List<String> dangling(TailnetEntity entity, Set<EntityRef> removed) {
    return users(entity)
        .map(id -> new EntityRef(EntityKind.USER, id.toString()))
        .filter(removed::contains)
        .map(ref -> Labels.object(entity) + " belongs to " + ref + ", which would be removed.")
        .toList();
  }

  private static Stream<UserId> users(TailnetEntity entity) {
    return switch (entity) {
      case Node node when node.owner() instanceof Owner.OfUser(UserId user) -> Stream.of(user);
      case PreAuthKey key -> Stream.ofNullable(key.user());
      default -> Stream.empty();
    };
  }

  private static String object(Entity<?> entity) {
    return Labels.object(entity.value());
  }
}
