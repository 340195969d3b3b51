package dev.wayleave.coordinator.route;

import dev.wayleave.coordinator.presence.Deadlines;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Asks routers that could stand in for each other for signs of life, as one thread keeps it.
///
/// A router can vanish without closing its connection, and TCP takes minutes to notice. Where a
/// subnet has only one router there is nobody to take over, and nothing is asked. Of exit nodes
/// clients choose one by themselves, among those that they are told are online.
public final class RouterWatch {
  /// A question that is not answered yet.
  private record Question(String id, Instant until) {}

  private final ProbeLimits limits;
  private final Deadlines<NodeId> asking = new Deadlines<>();
  private final Deadlines<NodeId> waiting = new Deadlines<>();
  private final Map<NodeId, Question> open = new HashMap<>();

  public RouterWatch(ProbeLimits limits) {
    this.limits = limits;
  }

  /// Says whom to watch from now on.
  ///
  /// @param isOnline whether a node holds a stream anywhere
  /// @param isHere whether a node holds a stream at this replica, without which it cannot be asked
  public void watch(
      NetworkPolicy network, Predicate<NodeId> isOnline, Predicate<NodeId> isHere, Instant now) {
    Set<NodeId> watched = new HashSet<>();
    for (IpPrefix subnet : network.primaries().keySet()) {
      watched.addAll(several(network.routersOf(subnet).stream(), isOnline, isHere));
    }
    watched.addAll(
        several(network.routers().stream().filter(Device::isExitNode), isOnline, isHere));
    for (NodeId node : List.copyOf(asking.keys())) {
      if (!watched.contains(node)) {
        asking.clear(node);
        waiting.clear(node);
        open.remove(node);
      }
    }
    for (NodeId node : watched) {
      if (!asking.has(node)) {
        asking.set(node, now.plus(limits.interval()));
      }
    }
  }

  private static List<NodeId> several(
      Stream<Device> routers, Predicate<NodeId> isOnline, Predicate<NodeId> isHere) {
    List<NodeId> online = routers.map(Device::id).filter(isOnline).toList();
    return online.size() > 1 ? online.stream().filter(isHere).toList() : List.of();
  }

  /// Asks everybody whose turn it is.
  ///
  /// @param ask puts the question to a node, and gives its id
  public void ask(Instant now, Function<NodeId, String> ask) {
    for (NodeId node : asking.due(now)) {
      asking.set(node, now.plus(limits.interval()));
      if (!open.containsKey(node)) {
        Instant until = now.plus(limits.timeout());
        open.put(node, new Question(ask.apply(node), until));
        waiting.set(node, until);
      }
    }
  }

  /// Those who did not answer in time; they are asked on.
  public List<NodeId> overdue(Instant now) {
    List<NodeId> overdue = waiting.due(now);
    overdue.forEach(open::remove);
    return overdue;
  }

  /// A node answered a question.
  ///
  /// @return whether it was the one that is open
  public boolean answered(NodeId node, String id) {
    Question question = open.get(node);
    if (question == null || !question.id().equals(id)) {
      return false;
    }
    open.remove(node);
    waiting.clear(node);
    return true;
  }

  public boolean watches(NodeId node) {
    return asking.has(node);
  }

  /// The moment at which there is something to do again.
  public Optional<Instant> next() {
    return Stream.of(asking.next(), waiting.next())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }
}
