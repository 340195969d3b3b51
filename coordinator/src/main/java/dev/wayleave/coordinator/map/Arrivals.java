package dev.wayleave.coordinator.map;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Lets first maps wait a little while many streams are being opened at once, as after a restart.
///
/// A map that is made while others come is out of date when it is sent: its viewer has to be told
/// of each of them, and what viewers share has to be made anew for every step. Where everybody
/// waits until most are there, all maps are made of one image. Who comes alone waits for nothing.
final class Arrivals {
  /// So many streams within [#MEANWHILE] are many; a fleet that is set up by hand or by a script
  /// stays below.
  private static final int MANY = 64;

  private static final Duration MEANWHILE = Duration.ofMillis(250);

  /// After so long without another stream all are there.
  private static final Duration EASED = Duration.ofMillis(100);

  /// Nobody waits longer, whoever else comes; clients give up a silent stream after 120 s.
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private record Held(MapSession session, Instant since) {}

  private final Deque<Instant> latest = new ArrayDeque<>();
  private final Deque<Held> held = new ArrayDeque<>();

  /// A stream was opened; holds its map back where that pays.
  void opened(MapSession session, Instant now) {
    latest.add(now);
    if (latest.size() > MANY) {
      latest.remove();
    }
    boolean many = latest.size() == MANY && latest.element().plus(MEANWHILE).isAfter(now);
    if (many) {
      session.hold();
      held.add(new Held(session, now));
    }
  }

  /// Lets those go who have waited enough.
  void release(Instant now) {
    boolean eased = !held.isEmpty() && !latest.getLast().plus(EASED).isAfter(now);
    List<MapSession> free = new ArrayList<>();
    while (!held.isEmpty() && (eased || !held.element().since.plus(LONGEST).isAfter(now))) {
      free.add(held.remove().session);
    }
    free.forEach(MapSession::release);
  }

  /// The moment at which [#release] has something to do.
  Optional<Instant> next() {
    if (held.isEmpty()) {
      return Optional.empty();
    }
    Instant eased = latest.getLast().plus(EASED);
    Instant longest = held.element().since.plus(LONGEST);
    return Optional.of(eased.isBefore(longest) ? eased : longest);
  }
}
