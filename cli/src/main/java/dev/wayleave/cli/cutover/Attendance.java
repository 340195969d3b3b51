package dev.wayleave.cli.cutover;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wayleave.api.NodeView;
import dev.wayleave.api.RefusalView;
import dev.wayleave.api.TransitionNodeView;
import dev.wayleave.api.TransitionView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is back after a take-over, and who is not and why.
///
/// @param done what those are who are waited for no more, in a word
/// @param nodes by id
/// @param strangers devices that try and are none of the nodes
record Attendance(@JsonIgnore String done, List<Line> nodes, List<RefusalView> strangers) {
  /// Whether a node is back.
  enum State {
    BACK,
    NOT_BACK,
    /// It is not back, and nobody waits for it: its login had ended, or it was silent for long.
    NOT_EXPECTED
  }

  /// A node.
  ///
  /// @param wave with whom it moves; null in a take-over
  /// @param why empty where it is back
  /// @param lastAttempt when it was last turned away; null where it was not
  record Line(
      long id,
      String name,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String wave,
      State state,
      String why,
      @Nullable Instant lastSeen,
      @Nullable Instant lastAttempt) {}

  /// A wave of a move.
  ///
  /// @param left how many of its devices have not moved
  record WaveCount(String name, long total, long left) {}

  /// The waves in which the devices move, as far as these have one.
  List<WaveCount> waves() {
    Map<String, List<Line>> byWave = new LinkedHashMap<>();
    for (Line line : nodes) {
      if (line.wave() != null) {
        byWave.computeIfAbsent(line.wave(), _ -> new ArrayList<>()).add(line);
      }
    }
    return byWave.entrySet().stream()
        .map(wave ->
            new WaveCount(
                wave.getKey(),
                wave.getValue().size(),
                wave.getValue().stream().filter(line -> line.state() == State.NOT_BACK).count()))
        .toList();
  }

  /// A node that is expected, as it was before the take-over.
  record Expected(
      long id,
      String name,
      String machineKey,
      @Nullable Instant expiry,
      @Nullable Instant lastSeen) {}

  Attendance {
    nodes = List.copyOf(nodes);
    strangers = List.copyOf(strangers);
  }

  /// The roll of a move: who came from another plane has moved or has not, and nobody else is
  /// waited for.
  static Attendance ofMove(TransitionView move, Waves waves) {
    List<Line> lines = new ArrayList<>();
    waves
        .of(move.nodes())
        .forEach((wave, nodes) ->
            nodes.stream()
                .filter(node -> node.state() != TransitionNodeView.State.NEW)
                .map(node ->
                    new Line(
                        node.id(),
                        node.name(),
                        wave,
                        StatusDocument.isLeft(node.state()) ? State.NOT_BACK : State.BACK,
                        node.why(),
                        node.lastSeen(),
                        null))
                .sorted(Comparator.comparingLong(Line::id))
                .forEach(lines::add));
    return new Attendance("moved", lines, List.of());
  }

  boolean isComplete() {
    return nodes.stream().noneMatch(line -> line.state() == State.NOT_BACK);
  }

  long count(State state) {
    return nodes.stream().filter(line -> line.state() == state).count();
  }

  /// Takes the roll.
  ///
  /// @param expected who was there before
  /// @param silent beyond which silence before the take-over nobody waits for a node
  static Attendance take(
      List<Expected> expected,
      List<NodeView> nodes,
      List<RefusalView> refusals,
      Instant now,
      Duration silent) {
    Map<Long, NodeView> present = new HashMap<>();
    nodes.forEach(node -> present.put(node.id(), node));
    Map<String, RefusalView> refused = new HashMap<>();
    refusals.forEach(refusal -> refused.putIfAbsent(refusal.machineKey(), refusal));
    List<Line> lines = new ArrayList<>();
    Set<String> machines = new HashSet<>();
    for (Expected node : expected) {
      machines.add(node.machineKey());
      lines.add(line(node, present.get(node.id()), of(node, refused), now, silent));
    }
    lines.sort(Comparator.comparingLong(Line::id));
    return new Attendance(
        "back", lines, refusals.stream().filter(r -> !machines.contains(r.machineKey())).toList());
  }

  /// What became of a node's device; of two nodes on one machine only of the one that it claims.
  private static @Nullable RefusalView of(Expected node, Map<String, RefusalView> refused) {
    RefusalView refusal = refused.get(node.machineKey());
    Long claimed = refusal == null ? null : refusal.node();
    return claimed == null || claimed == node.id() ? refusal : null;
  }

  private static Line line(
      Expected node,
      @Nullable NodeView now,
      @Nullable RefusalView refusal,
      Instant at,
      Duration silent) {
    Instant seen = now == null ? null : now.lastSeen();
    Instant attempt = refusal == null ? null : refusal.at();
    if (now == null || !now.machineKey().equals(node.machineKey())) {
      return new Line(
          node.id(), node.name(), null, State.NOT_BACK, "it was not carried over", null, attempt);
    }
    boolean ended = now.expired();
    if (Boolean.TRUE.equals(now.online()) && !ended) {
      return new Line(node.id(), now.name(), null, State.BACK, "", seen, null);
    }
    return new Line(
        node.id(),
        now.name(),
        null,
        isExpected(node, at, silent) || refusal != null ? State.NOT_BACK : State.NOT_EXPECTED,
        why(node, now, ended, refusal),
        seen,
        attempt);
  }

  private static boolean isExpected(Expected node, Instant at, Duration silent) {
    Instant end = node.expiry();
    Instant seen = node.lastSeen();
    return (end == null || end.isAfter(at)) && seen != null && seen.plus(silent).isAfter(at);
  }

  private static String why(
      Expected node, NodeView now, boolean ended, @Nullable RefusalView refusal) {
    if (refusal != null) {
      return "turned away (%s): %s".formatted(refusal.reason(), refusal.sentence());
    }
    if (ended) {
      return "its login ended at " + now.expiry();
    }
    if (now.awaitingApproval()) {
      return "it awaits approval";
    }
    Instant before = node.lastSeen();
    Instant seen = now.lastSeen();
    if (seen == null || (before != null && !seen.isAfter(before))) {
      return "never seen since the take-over";
    }
    return "was back and left at " + seen;
  }
}
