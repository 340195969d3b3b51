package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.ask.Asking;
import dev.wayleave.coordinator.presence.Written;
import dev.wayleave.coordinator.state.Publication;
import dev.wayleave.protocol.wire.PingRequest;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// The newest image of the network, and the one thread that makes the next.
///
/// The queue is bounded by what can fill it: a publication per commit, one opening and one closing
/// per stream, one answer per question. Nothing here waits for a client.
public final class NetworkImages implements Asking, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(NetworkImages.class);

  /// How long the thread sleeps at most where nothing is due.
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final BlockingQueue<MapWork> waiting = new LinkedBlockingQueue<>();
  private final InstantSource clock;
  private final Mapper mapper;
  private final MapMetrics metrics;
  private final Thread thread;
  private volatile boolean closed;

  /// @param mapper makes the mapper, given where it puts work for later
  NetworkImages(InstantSource clock, MapMetrics metrics, Function<NetworkImages, Mapper> mapper) {
    this.clock = clock;
    this.metrics = metrics;
    this.mapper = mapper.apply(this);
    this.thread = Thread.ofPlatform().name("mapper").unstarted(this::run);
    metrics.sessions(this.mapper::sessions);
  }

  /// Makes the first image; the thread runs from then on.
  public void start(Tailnet tailnet, Written seen) {
    begin(tailnet, seen);
    thread.start();
  }

  /// Makes the first image; whoever calls this calls [#step] too.
  void begin(Tailnet tailnet, Written seen) {
    mapper.start(tailnet, seen, clock.instant());
  }

  public NetworkImage current() {
    return mapper.image();
  }

  MapComposer composer() {
    return mapper.composer();
  }

  /// Takes in a new image of the tailnet; it does not wait.
  public void published(Publication publication) {
    put(new MapWork.Published(publication));
  }

  /// Takes in what other replicas wrote down.
  public void elsewhere(Written news) {
    if (!news.isEmpty()) {
      put(new MapWork.Elsewhere(news));
    }
  }

  /// There is another map of relays.
  public void relaysChanged() {
    put(new MapWork.Relays());
  }

  @Override
  public CompletableFuture<Boolean> ask(NodeId node, PingRequest question) {
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    put(new MapWork.Ask(node, question, sent));
    return sent;
  }

  void put(MapWork work) {
    waiting.add(work);
  }

  /// Takes in everything that waits and is due.
  ///
  /// @return how long nothing will be due
  Duration step() {
    return step(new ArrayList<>());
  }

  private Duration step(List<MapWork> work) {
    waiting.drainTo(work);
    Instant now = clock.instant();
    Duration rest =
        metrics
            .step()
            .record(() ->
                mapper
                    .step(work, now)
                    .map(next -> Duration.between(now, next))
                    .orElse(LONGEST_REST));
    return rest == null || rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
  }

  private void run() {
    Duration rest = Duration.ZERO;
    while (!closed) {
      List<MapWork> work = new ArrayList<>();
      try {
        MapWork first = waiting.poll(Math.max(1, rest.toMillis()), TimeUnit.MILLISECONDS);
        if (first != null) {
          work.add(first);
        }
        rest = step(work);
      } catch (InterruptedException e) {
        closed = true;
      } catch (RuntimeException mistake) {
        LOG.error("A step of the map failed; everybody is sent everything anew", mistake);
        recover(work);
        rest = Duration.ZERO;
      }
    }
  }

  /// What was being taken in may be half told, so it comes again as a whole.
  private void recover(List<MapWork> work) {
    Tailnet newest = mapper.image().tailnet();
    for (MapWork one : work) {
      if (one instanceof MapWork.Published published) {
        newest = published.publication().image();
      }
    }
    try {
      // A mistake that comes again at once must not fill the log.
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      closed = true;
    }
    put(new MapWork.Published(new Publication(List.of(new TailnetChange.Reloaded()), newest)));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    mapper.close();
  }
}
