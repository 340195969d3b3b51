package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.control.AnswerStream;
import dev.wayleave.coordinator.map.MapMetrics.Kind;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.PingRequest;
import dev.wayleave.protocol.wire.WireJson;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One client's stream.
///
/// At most one part is computed or on its way at a time. What happens meanwhile is remembered as
/// places to look at, so a slow client is sent less, not later and later.
final class MapSession {
  private static final Logger LOG = Logger.getLogger(MapSession.class);

  /// Questions that wait for a slow client; whoever asks hears at once that there are too many.
  private static final int QUESTIONS = 16;

  private enum Phase {
    IDLE,
    /// A part is being computed, or waits for it.
    COMPOSING,
    /// A part is on its way.
    WRITING,
    CLOSED
  }

  private final Viewer viewer;
  private final AnswerStream stream;
  private final SessionSettings settings;
  private final Duration keepAlive;
  private final Consumer<MapSession> whenClosed;
  private PendingNews pending;
  private @Nullable Told told;
  private @Nullable Deque<PingRequest> questions;
  private boolean silent;
  private boolean held;
  private MapPlaces.@Nullable Place place;

  /// Whether the stream ends once everything is told.
  private boolean last;

  private Phase phase = Phase.IDLE;
  private Instant since;

  /// @param keepAlive how long this stream is silent at most
  /// @param whenClosed told once, when nothing is written any more for whatever reason
  MapSession(
      Viewer viewer,
      AnswerStream stream,
      SessionSettings settings,
      Duration keepAlive,
      Consumer<MapSession> whenClosed) {
    this.whenClosed = whenClosed;
    this.viewer = viewer;
    this.stream = stream;
    this.settings = settings;
    this.keepAlive = keepAlive;
    this.since = settings.clock().instant();
    this.pending = new PendingNews(settings.limits().pendingPeers());
    pending.everything();
  }

  Viewer viewer() {
    return viewer;
  }

  /// Adds to what the client has to be told; it is sent after [#wake].
  synchronized void tell(Consumer<PendingNews> news) {
    news.accept(pending);
  }

  /// Asks the client something.
  ///
  /// @return whether it will be sent
  synchronized boolean ask(PingRequest question) {
    if (phase == Phase.CLOSED) {
      return false;
    }
    if (questions == null) {
      questions = new ArrayDeque<>(2);
    }
    if (questions.size() >= QUESTIONS) {
      return false;
    }
    questions.add(question);
    wake();
    return true;
  }

  /// Writes what is pending, now or after what is on its way.
  synchronized void wake() {
    if (begin()) {
      render(List.of(this));
    }
  }

  /// Whether there is something to write now; then the caller has it written by [#render].
  synchronized boolean begin() {
    if (phase != Phase.IDLE || held || !hasWork()) {
      return false;
    }
    phase = Phase.COMPOSING;
    return true;
  }

  /// Has streams that have begun written, one after the other as one task: to hand a small change
  /// over to another thread costs more than to compose it.
  ///
  /// @param begun at least one, all of the same settings
  static void render(List<MapSession> begun) {
    try {
      begun.getFirst().settings.renderer().execute(() -> begun.forEach(MapSession::render));
    } catch (RejectedExecutionException e) {
      // The coordinator is stopping, and ends all streams.
      begun.forEach(session -> session.cut("stopping"));
    }
  }

  /// Writes nothing until [#release].
  synchronized void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
    wake();
  }

  private boolean hasWork() {
    return silent || !pending.isNone() || (questions != null && !questions.isEmpty());
  }

  private void render() {
    if (!hasPlaceIfNeeded()) {
      return;
    }
    try {
      List<byte[]> parts = next();
      if (parts.isEmpty()) {
        done(null);
      } else {
        send(parts);
      }
    } catch (RuntimeException | Error mistake) {
      LOG.errorf(mistake, "The map of node %s could not be made", viewer.node());
      cut("mistake");
    }
  }

  /// Whether a map can be made now: a whole one needs a place, for which this waits.
  private synchronized boolean hasPlaceIfNeeded() {
    boolean whole = told == null || pending.isEverything();
    if (whole && place == null && phase != Phase.CLOSED) {
      place = settings.places().take(this::admitted).orElse(null);
      return place != null;
    }
    return true;
  }

  /// Goes on, on another thread: whoever gave the place back must neither wait nor work.
  private void admitted(MapPlaces.Place free) {
    try {
      settings
          .renderer()
          .execute(() -> {
            synchronized (this) {
              if (phase == Phase.CLOSED) {
                free.giveBack();
                return;
              }
              place = free;
            }
            render();
          });
    } catch (RejectedExecutionException e) {
      // The coordinator is stopping, and ends all streams; nobody needs the place any more.
      LOG.debugf("The map of node %s is not made", viewer.node());
    }
  }

  private void givePlaceBack() {
    if (place != null) {
      place.giveBack();
      place = null;
    }
  }

  /// What to write next; empty where nothing that the client sees has changed.
  private List<byte[]> next() {
    PendingNews news;
    Told known;
    // A stream that is silent for long also lets go of what its deltas were worked out against:
    // that may be as large as the tailnet.
    boolean alive;
    List<PingRequest> asked = new ArrayList<>();
    synchronized (this) {
      news = pending;
      pending = new PendingNews(settings.limits().pendingPeers());
      known = told;
      alive = silent;
      silent = false;
      // A question before the first map would be taken for one, and the stream given up.
      if (questions != null && known != null) {
        asked.addAll(questions);
        questions = null;
      }
    }
    boolean everything = known == null || news.isEverything();
    boolean outdated =
        alive && known != null && known.basis().slots() != settings.composer().get().slots();
    List<byte[]> maps = news.isNone() && !outdated ? List.of() : compose(news, known);
    if (!maps.isEmpty()) {
      settings.metrics().written(everything ? Kind.FULL : Kind.DELTA, length(maps));
    }
    byte[] asks = MapFrames.of(asked.stream().map(MapSession::response).toList(), WireJson::write);
    if (asks.length > 0) {
      settings.metrics().written(Kind.ASK, asks.length);
    }
    if (alive && maps.isEmpty() && asks.length == 0) {
      byte[] bytes = MapFrames.keepAlive();
      settings.metrics().written(Kind.KEEP_ALIVE, bytes.length);
      return List.of(bytes);
    }
    if (asks.length == 0) {
      return maps;
    }
    List<byte[]> both = new ArrayList<>(maps);
    both.add(asks);
    return both;
  }

  private List<byte[]> compose(PendingNews news, @Nullable Told known) {
    Timer.Sample begun = Timer.start();
    MapComposer composer = settings.composer().get();
    Instant now = settings.clock().instant();
    boolean everything = known == null || news.isEverything();
    boolean first = known == null;
    MapBytes composed =
        known == null
            ? composer.full(viewer, now)
            : news.isEverything()
                ? composer.fullAnew(viewer, now)
                : composer.delta(viewer, news.news(), known, now);
    if (everything && composed.told().peers().isEmpty() && !first) {
      // An empty list of peers removes nobody; on the next stream it means what it says.
      end();
      return List.of();
    }
    if (composed.parts().isEmpty() && first) {
      // The node went while its stream was being opened; the client learns it when it asks again.
      end();
      return List.of();
    }
    synchronized (this) {
      told = composed.told();
    }
    begun.stop(settings.metrics().compose(everything));
    return composed.parts();
  }

  private static MapResponse response(PingRequest question) {
    return MapResponse.builder().keepAlive(true).pingRequest(question).build();
  }

  private static int length(List<byte[]> parts) {
    return parts.stream().mapToInt(part -> part.length).sum();
  }

  private void send(List<byte[]> parts) {
    synchronized (this) {
      if (phase == Phase.CLOSED) {
        return;
      }
      phase = Phase.WRITING;
      since = settings.clock().instant();
    }
    var _ = stream.write(parts).whenComplete((_, failure) -> done(failure));
  }

  private synchronized void done(@Nullable Throwable failure) {
    if (phase == Phase.CLOSED) {
      return;
    }
    givePlaceBack();
    if (failure != null) {
      gone();
      return;
    }
    phase = Phase.IDLE;
    since = settings.clock().instant();
    wake();
    endIfTold();
  }

  private void endIfTold() {
    if (last && phase == Phase.IDLE) {
      end();
    }
  }

  /// Ends the stream in order after the client was told what it has to be told.
  synchronized void endAfterwards() {
    last = true;
    wake();
    endIfTold();
  }

  /// The client is gone, which is no error.
  synchronized void gone() {
    close();
  }

  /// @return whether it was open
  private boolean close() {
    if (phase == Phase.CLOSED) {
      return false;
    }
    phase = Phase.CLOSED;
    givePlaceBack();
    pending = new PendingNews(0);
    questions = null;
    whenClosed.accept(this);
    return true;
  }

  /// Writes a keep-alive where it is time, and cuts a stream that does not move.
  ///
  /// @return when to look again
  synchronized Instant check(Instant now) {
    settings.places().expire();
    return switch (phase) {
      case CLOSED -> Instant.MAX;
      // Places that nobody gives back are only freed where somebody looks.
      case COMPOSING -> now.plus(told == null ? MapPlaces.LONGEST : keepAlive);
      case WRITING -> {
        Instant end = since.plus(settings.limits().writeStall());
        if (now.isBefore(end)) {
          yield end;
        }
        cut("stalled");
        yield Instant.MAX;
      }
      case IDLE -> {
        Instant due = since.plus(keepAlive);
        if (now.isBefore(due)) {
          yield due;
        }
        silent = true;
        wake();
        yield now.plus(keepAlive);
      }
    };
  }

  /// Ends the stream in order, because another one takes its place or its node is gone.
  synchronized void end() {
    if (close()) {
      stream.end();
    }
  }

  synchronized void cut(String why) {
    if (close()) {
      settings.metrics().cut(why);
      stream.cut();
    }
  }

  synchronized boolean isClosed() {
    return phase == Phase.CLOSED;
  }
}
