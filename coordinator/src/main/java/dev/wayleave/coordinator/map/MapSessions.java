package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.presence.Deadlines;
import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The open streams by their nodes, as one thread keeps them.
final class MapSessions {
  /// How many streams one task writes: few enough that two threads share a change of a hundred.
  private static final int TOGETHER = 16;

  private final Map<NodeId, MapSession> byNode = new HashMap<>();
  private final Deadlines<MapSession> checks = new Deadlines<>();
  private final Set<MapSession> told = new HashSet<>();
  private final Arrivals arrivals = new Arrivals();

  /// Takes in a stream; an earlier one of its node ends.
  void open(MapSession session, Instant now) {
    MapSession earlier = byNode.put(session.viewer().node(), session);
    if (earlier != null) {
      checks.clear(earlier);
      earlier.end();
    }
    Instant first = session.check(now);
    Instant soon = now.plus(MapPlaces.LONGEST);
    checks.set(session, first.isBefore(soon) ? first : soon);
    arrivals.opened(session, now);
    told.add(session);
  }

  /// Lets go of a stream.
  ///
  /// @return whether it was its node's, and no later one has taken its place
  boolean close(MapSession session) {
    checks.clear(session);
    return byNode.remove(session.viewer().node(), session);
  }

  /// Ends a node's stream, if it has one.
  void end(NodeId node) {
    MapSession session = byNode.remove(node);
    if (session != null) {
      checks.clear(session);
      session.end();
    }
  }

  /// Ends a node's stream, if it has one, once it was told what it has been told to look at.
  void dismiss(NodeId node) {
    of(node).ifPresent(MapSession::endAfterwards);
  }

  Optional<MapSession> of(NodeId node) {
    return Optional.ofNullable(byNode.get(node));
  }

  Collection<MapSession> all() {
    return byNode.values();
  }

  /// Tells a node's stream something, if it has one.
  void tell(NodeId node, Consumer<PendingNews> news) {
    MapSession session = byNode.get(node);
    if (session != null) {
      session.tell(news);
      told.add(session);
    }
  }

  /// Tells every stream something.
  void tellAll(Consumer<PendingNews> news) {
    byNode.keySet().forEach(node -> tell(node, news));
  }

  /// Lets those who were told something write it.
  void wake() {
    List<MapSession> begun = new ArrayList<>(Math.min(told.size(), TOGETHER));
    for (MapSession session : told) {
      if (session.begin()) {
        begun.add(session);
      }
      if (begun.size() == TOGETHER) {
        MapSession.render(begun);
        begun = new ArrayList<>(TOGETHER);
      }
    }
    told.clear();
    if (!begun.isEmpty()) {
      MapSession.render(begun);
    }
  }

  /// Sends keep-alives, lets those be told who waited for others, and cuts streams that do not
  /// move.
  void check(Instant now) {
    arrivals.release(now);
    for (MapSession session : checks.due(now)) {
      Instant next = session.check(now);
      if (!session.isClosed()) {
        checks.set(session, next);
      }
    }
  }

  Optional<Instant> next() {
    return Stream.of(checks.next(), arrivals.next())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  int size() {
    return byNode.size();
  }
}
