package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one rule lets through, by the semantics of one side.
///
/// @param name where the rule stands: `acls[3]`
record RuleReach(String name, Position at, List<Box> boxes) {
  /// Beyond so many pieces, what other rules let through is no longer taken off.
  private static final int MAX_PIECES = 20_000;

  RuleReach {
    boxes = List.copyOf(boxes);
  }

  /// What this rule lets through and no rule of the other side does.
  ///
  /// @param others all rules of the other side; the one of the same name is tried first, as that
  ///   mostly settles it
  List<Box> without(Collection<RuleReach> others) {
    List<Box> rest = boxes;
    for (RuleReach other : others) {
      rest = other.name.equals(name) ? without(rest, other) : rest;
    }
    for (RuleReach other : others) {
      if (rest.isEmpty() || rest.size() > MAX_PIECES) {
        return rest;
      }
      rest = other.name.equals(name) ? rest : without(rest, other);
    }
    return rest;
  }

  private static List<Box> without(List<Box> boxes, RuleReach other) {
    // Mostly both sides have the same boxes, of which there may be one for every user.
    Set<Box> same = new HashSet<>(other.boxes);
    List<Box> rest = boxes.stream().filter(box -> !same.contains(box)).toList();
    for (Box hole : rest.isEmpty() ? List.<Box>of() : other.boxes) {
      List<Box> next = new ArrayList<>();
      rest.forEach(box -> next.addAll(box.without(hole)));
      rest = next;
    }
    return rest;
  }
}
