package dev.wayleave.coordinator.control.channel;

import dev.wayleave.protocol.key.MachineKey;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The connections that are open, in all and by machine.
final class Connections {
  private final ChannelLimits limits;
  private final ChannelMeters meters;
  private final AtomicInteger seats = new AtomicInteger();
  private final Set<ConnectionWatch> open = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<MachineKey, Deque<ConnectionWatch>> byMachine =
      new ConcurrentHashMap<>();

  Connections(ChannelLimits limits, ChannelMeters meters) {
    this.limits = limits;
    this.meters = meters;
  }

  /// Takes a place for a channel until it closes, or says that there is none.
  boolean seat(Channel channel) {
    int taken = seats.getAndUpdate(now -> now < limits.connections() ? now + 1 : now);
    if (taken >= limits.connections()) {
      return false;
    }
    channel.closeFuture().addListener(_ -> seats.decrementAndGet());
    return true;
  }

  int seatsTaken() {
    return seats.get();
  }

  int machinesProven() {
    return byMachine.size();
  }

  void opened(ConnectionWatch connection) {
    open.add(connection);
  }

  /// A machine has proven that it is there; where it has too many connections, its oldest ends.
  ///
  /// Not before the proof: an initiation can be replayed by whoever saw it pass, and would close
  /// the connections of the machine that made it.
  void proven(MachineKey machine, ConnectionWatch connection) {
    @Nullable ConnectionWatch[] oldest = new ConnectionWatch[1];
    byMachine.compute(
        machine,
        (_, held) -> {
          Deque<ConnectionWatch> all = held == null ? new ArrayDeque<>(2) : held;
          all.addLast(connection);
          oldest[0] = all.size() > limits.connectionsPerMachine() ? all.pollFirst() : null;
          return all;
        });
    @Nullable ConnectionWatch superfluous = oldest[0];
    if (superfluous != null) {
      meters.refused(Limit.CONNECTIONS_PER_MACHINE);
      superfluous.end();
    }
  }

  void closed(MachineKey machine, ConnectionWatch connection) {
    open.remove(connection);
    byMachine.computeIfPresent(
        machine,
        (_, held) -> {
          held.remove(connection);
          return held.isEmpty() ? null : held;
        });
  }

  List<ConnectionWatch> open() {
    return List.copyOf(open);
  }
}
