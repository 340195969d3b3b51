package dev.wayleave.tailnet.inventory.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The order in which changes can be carried out one by one.
final class ChangeOrder {
  private ChangeOrder() {}

  /// Deletions come first, so that the addresses and names they free can be given anew in the same
  /// transaction; among themselves they go against the order of kinds, all else goes with it.
  static List<EntityChange> sort(List<EntityChange> changes) {
    Comparator<EntityChange> byRef = Comparator.comparing(EntityChange::ref);
    List<EntityChange> ordered = new ArrayList<>(changes.size());
    changes.stream()
        .filter(change -> change.after() == null)
        .sorted(byRef.reversed())
        .forEach(ordered::add);
    changes.stream().filter(change -> change.after() != null).sorted(byRef).forEach(ordered::add);
    return ordered;
  }
}
