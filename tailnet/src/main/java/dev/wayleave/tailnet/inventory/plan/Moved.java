package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Node;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Devices that have come here from the plane that the source still reads.
///
/// What that plane says of such a device is old: it shows it as gone, lets its key expire, deletes
/// it. So whatever the source holds, and whatever the operator lets it overwrite, the device stays
/// as it is here.
final class Moved {
  private Moved() {}

  /// Whether the target holds a device that came with the source and has moved since.
  static boolean isOne(Entity<?> present, Entity<?> last) {
    return present.value() instanceof Node here
        && last.value() instanceof Node there
        && here.unmoved() == null
        && there.unmoved() != null;
  }

  /// Says how many there are.
  static Optional<Finding> finding(int count) {
    return count == 0
        ? Optional.empty()
        : Optional.of(
            Finding.info(
                "MOVED",
                "nodes",
                count == 1
                    ? "1 device has moved to the target; it stays as it is there."
                    : count + " devices have moved to the target; they stay as they are there.",
                ""));
  }

  /// Nobody is waited for once the move has ended, so devices that come with the source now would
  /// be listed as away for ever.
  static Optional<Finding> afterTheEnd(Inventory target, List<EntityChange> changes) {
    boolean ended = target.transition().filter(move -> !move.underWay()).isPresent();
    long late =
        !ended
            ? 0
            : changes.stream()
                .filter(change -> change.before() == null)
                .map(EntityChange::after)
                .filter(Objects::nonNull)
                .filter(after -> after.value() instanceof Node node && node.unmoved() != null)
                .count();
    return late == 0
        ? Optional.empty()
        : Optional.of(
            Finding.action(
                "MOVE_ENDED",
                "transition",
                "The move to the target has ended, and the source has "
                    + late
                    + " more devices that have not moved.",
                "Move them one by one, or leave them out."));
  }
}
