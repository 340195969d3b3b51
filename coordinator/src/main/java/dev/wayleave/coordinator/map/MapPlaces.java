package dev.wayleave.coordinator.map;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// How many whole maps are on their way at once: the others wait in order, and are not made yet.
///
/// After a restart all clients wait for theirs. If all were sent at once all would end late, each
/// in many small parts; so the first ones end first. Who takes long to let its map through is not
/// waited for.
final class MapPlaces {
  /// Enough to keep every thread busy, and few enough that each goes through in one go.
  private static final int MANY = 64;

  /// A client behind a slow line goes on beyond its place.
  static final Duration LONGEST = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Deque<Place> taken = new ArrayDeque<>();
  private final Deque<Consumer<Place>> waiting = new ArrayDeque<>();

  MapPlaces(InstantSource clock) {
    this.clock = clock;
  }

  /// A place that somebody has until it is given back or was had long enough.
  final class Place {
    private final Instant since;

    private Place(Instant since) {
      this.since = since;
    }

    void giveBack() {
      free(this);
    }
  }

  /// Takes a place where one is free.
  ///
  /// @param later is given one later where none is, on any thread
  synchronized Optional<Place> take(Consumer<Place> later) {
    expire();
    if (taken.size() >= MANY) {
      waiting.add(later);
      return Optional.empty();
    }
    return Optional.of(next());
  }

  private Place next() {
    Place place = new Place(clock.instant());
    taken.add(place);
    return place;
  }

  private synchronized void free(Place place) {
    if (taken.remove(place)) {
      admit();
    }
  }

  /// Frees the places that were had long enough.
  synchronized void expire() {
    Instant since = clock.instant().minus(LONGEST);
    while (!taken.isEmpty() && !taken.element().since.isAfter(since)) {
      taken.remove();
      admit();
    }
  }

  private void admit() {
    Consumer<Place> first = waiting.poll();
    if (first != null) {
      first.accept(next());
    }
  }
}
