package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.ask.AnswerEndpoint;
import dev.wayleave.coordinator.presence.Carrier;
import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.coordinator.presence.PresenceBook;
import dev.wayleave.coordinator.presence.Sighting;
import dev.wayleave.coordinator.presence.Written;
import dev.wayleave.coordinator.route.Carriers;
import dev.wayleave.coordinator.route.RouterWatch;
import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.protocol.wire.PingRequest;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.directory.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes each image from the one before, and tells the streams whom it concerns.
///
/// One thread calls it; time is told. Whatever waits when a step begins is one step.
final class Mapper {
  private final MapOutside outside;
  private final NextImage.Maker maker;
  private final PresenceBook presence;
  private final RouterWatch routers;
  private final NodeTimers timers;
  private final Carriers carriers = new Carriers();
  private final MapSessions sessions = new MapSessions();
  private final Consumer<MapWork> later;
  private volatile @Nullable MapComposer composer;

  /// In which who carries subnets was last written down.
  private @Nullable TailnetPolicy carried;

  /// @param later takes work for a later step
  Mapper(
      MapOutside outside,
      PresenceBook presence,
      RouterWatch routers,
      NodeTimers timers,
      Consumer<MapWork> later) {
    this.outside = outside;
    this.maker = new NextImage.Maker(outside.policy(), outside.settings());
    this.presence = presence;
    this.routers = routers;
    this.timers = timers;
    this.later = later;
  }

  /// Makes the first image.
  ///
  /// @param seen what was written down before this start
  void start(Tailnet tailnet, Written seen, Instant now) {
    seen.nodes().stream()
        .filter(one -> tailnet.node(one.sighting().node()).isPresent())
        .forEach(one -> presence.remember(List.of(one), now));
    tailnet.nodes().forEach(node -> presence.imported(node.id(), node.lastSeen()));
    boolean _ = carriers.learn(seen.carriers());
    // Everybody is told everything with their first map.
    var _ = presence.takeChanged();
    Presence snapshot = presence.snapshot();
    composer =
        MapComposer.of(maker.first(tailnet, snapshot, outside.derpMap().get(), carriers.known()));
    timers.restart(tailnet, snapshot, now);
  }

  /// The newest image, from any thread.
  NetworkImage image() {
    return composer().image();
  }

  /// What says what is to be told of the newest image, from any thread.
  MapComposer composer() {
    MapComposer known = composer;
    if (known == null) {
      throw new IllegalStateException("there is no image before the start");
    }
    return known;
  }

  int sessions() {
    return sessions.size();
  }

  /// Takes in what waits and everything that is due.
  ///
  /// @return when there is something to do again, if nothing else happens
  Optional<Instant> step(List<MapWork> work, Instant now) {
    NetworkImage before = image();
    Folded folded = new Folded(before.tailnet());
    Set<NodeId> heard = new HashSet<>();
    boolean relays = false;
    boolean elected = false;
    boolean moved = false;
    List<MapWork.Ask> asks = new ArrayList<>();
    for (MapWork one : work) {
      switch (one) {
        case MapWork.Published published -> folded.add(published.publication());
        case MapWork.Opened opened -> {
          moved |= isRouter(before, opened.session());
          open(opened.session(), now);
        }
        case MapWork.Closed closed -> {
          moved |= isRouter(before, closed.session());
          close(closed.session(), now);
        }
        case MapWork.Elsewhere elsewhere -> {
          Set<NodeId> replaced = presence.elsewhere(elsewhere.news().nodes(), now);
          replaced.forEach(sessions::end);
          moved |= !replaced.isEmpty();
          elected |= carriers.learn(elsewhere.news().carriers());
        }
        case MapWork.Alive alive -> {
          if (routers.answered(alive.node(), alive.question())) {
            heard.add(alive.node());
          }
        }
        case MapWork.Ask ask -> asks.add(ask);
        case MapWork.Relays _ -> relays = true;
      }
    }
    presence.advance(now);
    heard.forEach(node -> presence.answering(node, true));
    List<NodeId> silent = routers.overdue(now);
    silent.forEach(node -> presence.answering(node, false));
    forget(folded, before, now);
    expectMoved(folded, before, now);
    makeNext(before, folded, relays, elected, moved, now);
    for (MapWork.Ask ask : asks) {
      ask.sent().complete(sessions.of(ask.node()).map(s -> s.ask(ask.question())).orElse(false));
    }
    sessions.wake();
    timed(now);
    writeDown();
    return next();
  }

  /// Whether the session is of a node that others may stand in for: from where it is asked for
  /// signs of life depends on where its stream is.
  private static boolean isRouter(NetworkImage before, MapSession session) {
    return before
        .tailnet()
        .node(session.viewer().node())
        .filter(node -> !node.approvedRoutes().isEmpty())
        .isPresent();
  }

  private void writeDown() {
    TailnetPolicy policy = image().policy();
    List<Carrier> changed = policy.equals(carried) ? List.of() : carriers.elected(policy.network());
    carried = policy;
    List<Sighting> sightings = presence.takeUnwritten();
    if (!sightings.isEmpty() || !changed.isEmpty()) {
      outside.presence().accept(sightings, changed);
    }
  }

  private void open(MapSession session, Instant now) {
    presence.opened(session.viewer().node(), now);
    sessions.open(session, now);
  }

  private void close(MapSession session, Instant now) {
    if (sessions.close(session)) {
      presence.closed(session.viewer().node(), now);
    }
  }

  /// Lets go of what is known of nodes that are gone.
  private void forget(Folded folded, NetworkImage before, Instant now) {
    Tailnet tailnet = folded.image();
    Collection<NodeId> gone =
        folded.reloaded()
            ? before.tailnet().nodes().stream().map(Node::id).toList()
            : folded.nodes();
    for (NodeId node : gone) {
      if (tailnet.node(node).isEmpty()) {
        presence.forget(node);
      }
    }
    if (folded.reloaded()) {
      tailnet.nodes().forEach(node -> presence.imported(node.id(), node.lastSeen()));
      presence.restart(now);
    }
  }

  /// Whoever has just registered here opens a stream in a moment, and must not look gone between
  /// the planes.
  private void expectMoved(Folded folded, NetworkImage before, Instant now) {
    for (NodeId id : folded.nodes()) {
      boolean wasElsewhere =
          before.tailnet().node(id).filter(before.tailnet()::isElsewhere).isPresent();
      if (wasElsewhere && folded.image().node(id).filter(n -> n.unmoved() == null).isPresent()) {
        presence.expected(id, now);
      }
    }
  }

  /// @param elected whether another replica has chosen who carries a subnet
  /// @param moved whether a router has come or gone
  private void makeNext(
      NetworkImage before,
      Folded folded,
      boolean relays,
      boolean elected,
      boolean moved,
      Instant now) {
    Set<NodeId> changedPresence = presence.takeChanged();
    Presence snapshot = presence.snapshot();
    boolean reachability =
        elected || (!snapshot.equals(before.presence()) && routersDiffer(before, snapshot));
    DerpMap derpMap = relays || folded.relays() ? outside.derpMap().get() : before.derpMap();
    Tailnet tailnet = folded.image();
    boolean quiet =
        tailnet == before.tailnet()
            && !elected
            && snapshot.equals(before.presence())
            && derpMap.equals(before.derpMap());
    if (!quiet) {
      NextImage next =
          maker.next(before, folded, snapshot, carriers.known(), reachability, derpMap);
      composer = composer().next(next.image());
      tell(new Tidings(sessions, before, next.image()), folded, next, changedPresence);
      if (!derpMap.equals(before.derpMap())) {
        new Tidings(sessions, before, next.image()).derp();
      }
      restartTimers(folded, changedPresence, snapshot, now);
      endGone(folded, before);
      dismissSuspended(folded, next);
    }
    if (moved || reachability || !changedPresence.isEmpty() || folded.image() != before.tailnet()) {
      routers.watch(
          image().policy().network(),
          new BothPlanes(image().tailnet(), snapshot)::isOnline,
          presence::isHere,
          now);
    }
  }

  private boolean routersDiffer(NetworkImage before, Presence now) {
    for (Device router : before.policy().network().routers()) {
      NodeId id = router.id();
      if (before.presence().isReachable(id) != now.isReachable(id)
          || before.presence().isOnline(id) != now.isOnline(id)) {
        return true;
      }
    }
    return false;
  }

  private static void tell(
      Tidings tidings, Folded folded, NextImage next, Set<NodeId> changedPresence) {
    if (folded.reloaded()) {
      tidings.reloaded();
      return;
    }
    tidings.nodes(next.differences());
    tidings.online(changedPresence);
    if (folded.policy()) {
      tidings.policy();
    } else if (next.rules()) {
      tidings.rules();
    } else if (next.routes()) {
      tidings.reroutes();
    }
    if (!next.users().isEmpty()) {
      tidings.users(next.users());
    }
    if (folded.dns()) {
      tidings.dns();
    }
    if (folded.server()) {
      tidings.server();
    }
  }

  private void restartTimers(
      Folded folded, Set<NodeId> changedPresence, Presence snapshot, Instant now) {
    Tailnet tailnet = folded.image();
    if (folded.reloaded()) {
      timers.restart(tailnet, snapshot, now);
      return;
    }
    folded.nodes().forEach(node -> timers.changed(tailnet, node, snapshot, now));
    changedPresence.forEach(node -> timers.changed(tailnet, node, snapshot, now));
  }

  /// A client whose node is gone learns it when it asks again.
  private void endGone(Folded folded, NetworkImage before) {
    Tailnet tailnet = folded.image();
    Collection<NodeId> candidates =
        folded.reloaded()
            ? before.tailnet().nodes().stream().map(Node::id).toList()
            : folded.nodes();
    candidates.stream().filter(id -> tailnet.node(id).isEmpty()).forEach(sessions::end);
  }

  /// A client whose user is suspended is told of nobody, and then turned away.
  private void dismissSuspended(Folded folded, NextImage next) {
    Tailnet tailnet = folded.image();
    boolean anybody = folded.reloaded() || !next.users().isEmpty();
    Collection<NodeId> candidates =
        anybody
            ? sessions.all().stream().map(session -> session.viewer().node()).toList()
            : folded.nodes();
    candidates.stream()
        .filter(node -> HeldBack.isSuspended(tailnet, node))
        .forEach(sessions::dismiss);
  }

  /// What time alone brings about.
  private void timed(Instant now) {
    List<NodeId> expired = timers.expired(now);
    if (!expired.isEmpty()) {
      new Tidings(sessions, image(), image()).expired(expired);
      sessions.wake();
    }
    timers.left(now).forEach(outside.delete());
    routers.ask(now, this::askForLife);
    sessions.check(now);
  }

  private String askForLife(NodeId node) {
    Optional<Node> asked = image().tailnet().node(node);
    Optional<MapSession> session = sessions.of(node);
    if (asked.isEmpty() || session.isEmpty()) {
      return "";
    }
    String[] id = new String[1];
    id[0] =
        outside
            .questions()
            .open(asked.get().machineKey(), _ -> later.accept(new MapWork.Alive(node, id[0])));
    session.get().ask(new PingRequest(AnswerEndpoint.pingUrl(id[0]), true, false, "", null, null));
    return id[0];
  }

  private Optional<Instant> next() {
    return Stream.of(presence.next(), routers.next(), timers.next(), sessions.next())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /// Ends all streams, because the coordinator stops.
  void close() {
    List.copyOf(sessions.all()).forEach(session -> session.cut("stopping"));
  }
}
