package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.key.NodeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A node's place at the relay: its connections, of which it usually has one.
///
/// After a change of networks the old connection lives on for a while beside the new one; two
/// machines with a copied key have one each for good. Packets go to the one that came or sent last.
///
/// @param lines in the order in which they last came or sent
/// @param audience whom the node sent packets to, shared by all versions of the seat: they hear
///   when it goes
/// @param turns how often another connection than before sent, while there were several
record Seat(List<Line> lines, Set<NodeKey> audience, int turns) {
  /// A node that moves takes a turn or two; who keeps taking turns are two machines.
  private static final int TURNS_OF_A_FIGHT = 4;

  Seat {
    lines = List.copyOf(lines);
  }

  static Seat of(Line line) {
    return new Seat(List.of(line), ConcurrentHashMap.newKeySet(), 0);
  }

  Line active() {
    return lines.getLast();
  }

  Seat with(Line line) {
    return new Seat(movedLast(line), audience, turns);
  }

  Seat taken(Line by) {
    return new Seat(movedLast(by), audience, turns + 1);
  }

  Seat without(Line line) {
    List<Line> left = new ArrayList<>(lines);
    left.remove(line);
    return new Seat(left, audience, left.size() > 1 ? turns : 0);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /// Whether this is the turn that shows that two machines use one key.
  boolean showsFight() {
    return turns == TURNS_OF_A_FIGHT;
  }

  boolean isFought() {
    return turns >= TURNS_OF_A_FIGHT;
  }

  private List<Line> movedLast(Line line) {
    List<Line> moved = new ArrayList<>(lines);
    moved.remove(line);
    moved.add(line);
    return moved;
  }
}
