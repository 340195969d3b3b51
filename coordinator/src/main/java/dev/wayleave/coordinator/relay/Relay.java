package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.Payload;
import dev.wayleave.protocol.derp.PeerGoneReason;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Passes packets between the nodes that are connected to it.
///
/// It may be used from any thread. Who is connected is a map of immutable seats; a packet finds its
/// way with one look into it.
public final class Relay {
  private static final String FIGHT =
      "Two machines use the same node key, and traffic goes to either of them in turn; if one is a"
          + " copy of the other, log out on it and log in again.";

  /// Reconnecting clients spread over this much after a stop.
  private static final long SPREAD_MILLIS = 2_000;

  private static final Duration TRY_FOR = Duration.ofSeconds(60);

  private final Admission admission;
  private final Supplier<NodePrivateKey> serverKey;
  private final RelayLimits limits;
  private final SecureRandom random;
  private final LongSupplier nanoTime;
  private final RelayMeters meters;
  private final Login login;
  private final SourceRate connects;
  private final ConcurrentMap<NodeKey, Seat> seats = new ConcurrentHashMap<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger logins = new AtomicInteger();
  private final Set<Entrance> entrances = ConcurrentHashMap.newKeySet();
  private final AtomicInteger homes = new AtomicInteger();
  private volatile boolean stopping;

  /// @param serverKey asked at each login, since an import may bring another one
  public Relay(
      Admission admission,
      Supplier<NodePrivateKey> serverKey,
      RelayLimits limits,
      MeterRegistry registry,
      SecureRandom random,
      LongSupplier nanoTime) {
    this.admission = admission;
    this.serverKey = serverKey;
    this.limits = limits;
    this.random = random;
    this.nanoTime = nanoTime;
    this.meters = new RelayMeters(registry);
    this.login = new Login(admission, random);
    this.connects = new SourceRate(limits.connects(), nanoTime);
    meters.watch(connections::get, seats::size, homes::get);
  }

  /// The key that clients are shown in the answer to their upgrade.
  NodeKey publicKey() {
    return serverKey.get().publicKey();
  }

  /// Takes a place for a connection from an address, or not, where there are too many.
  boolean enter(InetAddress source) {
    if (stopping || !connects.allows(source)) {
      meters.turnedAway();
      return false;
    }
    int open = connections.incrementAndGet();
    int entering = logins.incrementAndGet();
    boolean room = open <= limits.connections() && entering <= limits.logins();
    if (!room) {
      giveBack();
      meters.turnedAway();
    }
    return room;
  }

  /// Gives a place back whose connection did not come about.
  void giveBack() {
    connections.decrementAndGet();
    logins.decrementAndGet();
  }

  /// Begins a connection for which [#enter] has taken a place.
  void accept(Pipe pipe, Vertx vertx) {
    Entrance entrance = new Entrance(this, login, serverKey.get(), pipe, vertx);
    entrances.add(entrance);
    entrance.open();
    if (stopping) {
      entrance.abort();
    }
  }

  /// @param reason null where the client has logged in
  void leftEntrance(Entrance entrance, @Nullable Parting reason) {
    entrances.remove(entrance);
    logins.decrementAndGet();
    if (reason == null) {
      meters.loggedIn();
    } else {
      connections.decrementAndGet();
      meters.parted(reason);
    }
  }

  /// Gives a line its seat; it is the active one from now on.
  void take(Line line) {
    Seat seat = seats.merge(line.key(), Seat.of(line), (present, _) -> present.with(line));
    seat.lines().forEach(each -> each.setShared(seat.lines().size() > 1));
    if (seat.lines().size() > limits.connectionsOfKey()) {
      seat.lines().getFirst().dismiss(Parting.TOO_MANY_OF_KEY);
    }
  }

  void leave(Line line, Parting reason, int waiting) {
    connections.decrementAndGet();
    meters.parted(reason);
    meters.dropped(Drop.GONE, waiting);
    Seat[] before = new Seat[1];
    Seat left =
        seats.computeIfPresent(
            line.key(),
            (_, seat) -> {
              before[0] = seat;
              Seat without = seat.without(line);
              return without.isEmpty() ? null : without;
            });
    if (left == null) {
      tellAudience(before[0], line.key());
    } else if (left.lines().size() == 1) {
      left.active().setShared(false);
      if (before[0].isFought()) {
        left.active().tell(new Frame.Health(""));
      }
    }
  }

  private void tellAudience(@Nullable Seat gone, NodeKey key) {
    if (gone == null) {
      return;
    }
    Frame notice = new Frame.PeerGone(key, PeerGoneReason.DISCONNECTED);
    for (NodeKey listener : gone.audience()) {
      linesOf(listener).forEach(line -> line.tell(notice));
    }
  }

  /// One of several connections of a node has sent something, so that packets for the node go
  /// there.
  void spoke(Line line) {
    Seat seat = seats.get(line.key());
    if (seat == null || seat.active() == line) {
      return;
    }
    Seat taken =
        seats.computeIfPresent(
            line.key(), (_, now) -> now.lines().contains(line) ? now.taken(line) : now);
    if (taken != null && taken.showsFight()) {
      taken.lines().forEach(each -> each.tell(new Frame.Health(FIGHT)));
    }
  }

  void forward(Line from, Frame.SendPacket sent) {
    Payload packet = sent.packet();
    meters.received(packet.size());
    Seat sender = seats.get(from.key());
    Seat seat = seats.get(sent.destination());
    if (seat == null || sender == null) {
      meters.dropped(Drop.NOT_HERE, 1);
      if (Disco.is(packet)) {
        from.tellNotHere(sent.destination());
      }
      return;
    }
    sender.audience().add(sent.destination());
    int forgotten = seat.active().deliver(new Frame.RecvPacket(from.key(), packet));
    meters.queued(packet.size());
    meters.dropped(Drop.QUEUE_FULL, forgotten);
  }

  /// Closes the connections of a node that is not admitted any more; nothing happens to others.
  public void recheck(NodeKey key) {
    if (!admission.admits(key)) {
      linesOf(key).forEach(line -> line.dismiss(Parting.NOT_ADMITTED));
    }
  }

  /// Closes the connections of every node that is not admitted any more: for changes of the whole,
  /// and for nodes whose time is over without any change.
  public void recheckAll() {
    seats.keySet().forEach(this::recheck);
  }

  /// Tells everybody to come back later and closes all connections.
  public void stop() {
    stopping = true;
    entrances.forEach(Entrance::abort);
    for (Seat seat : seats.values()) {
      for (Line line : seat.lines()) {
        Duration later = Duration.ofMillis(jitter(SPREAD_MILLIS));
        line.tell(new Frame.Restarting(later, TRY_FOR));
        line.dismiss(Parting.STOPPING);
      }
    }
  }

  /// How many connections there are, with those that have not logged in.
  public int connections() {
    return connections.get();
  }

  private Collection<Line> linesOf(NodeKey key) {
    Seat seat = seats.get(key);
    return seat == null ? List.of() : seat.lines();
  }

  boolean admits(NodeKey key) {
    return admission.admits(key);
  }

  void countHomes(int change) {
    homes.addAndGet(change);
  }

  RelayLimits limits() {
    return limits;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  /// A number from 0 up to a bound, so that not everything happens at once.
  long jitter(long bound) {
    return bound <= 0 ? 0 : random.nextLong(bound);
  }
}
