package dev.wayleave.coordinator.derpmap;

import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.protocol.wire.DerpRegion;
import dev.wayleave.tailnet.model.DerpSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The DERP map that is in force.
///
/// It is made anew when somebody asks and something has changed. One thread fetches the maps that
/// settings name by URL; without any it waits.
public final class DerpMaps implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DerpMaps.class);

  /// For one fetch, its whole body included.
  static final Duration FETCH_WITHIN = Duration.ofSeconds(20);

  private static final Duration DEFAULT_INTERVAL = Duration.ofHours(3);
  private static final Duration LEAST_INTERVAL = Duration.ofMinutes(1);

  /// Until a failed fetch is tried again.
  private static final Duration RETRY = Duration.ofMinutes(1);

  private static final Duration FOR_LONG = Duration.ofDays(1);

  /// What the map depends on beside what is fetched.
  ///
  /// @param importedUrl the URL of the server that the settings come from
  /// @param leaving whether devices may still be on a plane that knows only the settings' relays
  public record Basis(
      Optional<DerpSettings> settings,
      Optional<URI> importedUrl,
      URI ownUrl,
      OptionalInt stunPort,
      OwnRelay own,
      boolean leaving) {}

  private record Made(MapSources from, MapBuilder.Built built) {}

  private record Fetch(Instant at, boolean worked) {}

  private final Supplier<Basis> basis;
  private final MapFetcher fetcher;
  private final InstantSource clock;
  private final Map<String, MapText.Reading> fetched = new ConcurrentHashMap<>();
  private final Map<String, Fetch> fetches = new ConcurrentHashMap<>();
  private final List<Runnable> readers = new CopyOnWriteArrayList<>();
  private final Semaphore looks = new Semaphore(0);
  private final Thread thread;
  private volatile @Nullable Made made;
  private volatile boolean closed;

  /// @param folder where fetched maps are kept
  public DerpMaps(Supplier<Basis> basis, Path folder, InstantSource clock) {
    this(basis, new MapFetcher(folder, FETCH_WITHIN), clock);
  }

  DerpMaps(Supplier<Basis> basis, MapFetcher fetcher, InstantSource clock) {
    this.basis = basis;
    this.fetcher = fetcher;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("derp-maps").unstarted(this::run);
  }

  /// The relays that clients are told of now; the same object as long as nothing changes.
  public DerpMap inForce() {
    return built().map();
  }

  /// The regions that clients would be told of while a tailnet leaves another plane, under other
  /// settings; empty where maps of theirs have yet to be fetched.
  public Optional<Set<Long>> regionsOfMove(Optional<DerpSettings> settings) {
    Basis now = basis.get();
    if (!fetched.keySet().containsAll(settings.map(DerpSettings::urls).orElse(List.of()))) {
      return Optional.empty();
    }
    MapSources sources =
        new MapSources(
            settings, now.importedUrl(), now.ownUrl(), now.stunPort(), now.own(), true, fetched);
    Map<Long, DerpRegion> regions = MapBuilder.build(sources).map().regions();
    return Optional.of(regions == null ? Set.of() : Set.copyOf(regions.keySet()));
  }

  /// One sentence for each thing of the sources that could not be taken.
  public List<String> complaints() {
    return built().complaints();
  }

  /// The addresses that the map gives for its hosts: nothing is resolved for it.
  public Map<String, List<String>> addresses() {
    return MapBuilder.addresses(inForce());
  }

  /// Calls `reader` when a fetched map has changed the map in force; who follows the tailnet's
  /// images hears of changed settings there.
  public void subscribe(Runnable reader) {
    readers.add(reader);
  }

  /// Takes up what was kept of fetched maps, and begins to fetch.
  public void start() {
    for (String url : urls()) {
      fetcher.kept(url).ifPresent(text -> fetched.put(url, MapText.read(url, text)));
    }
    thread.start();
  }

  /// Says that settings may have changed.
  public void look() {
    looks.release();
  }

  private MapBuilder.Built built() {
    Basis now = basis.get();
    MapSources sources =
        new MapSources(
            now.settings(),
            now.importedUrl(),
            now.ownUrl(),
            now.stunPort(),
            now.own(),
            now.leaving(),
            fetched);
    Made last = made;
    if (last != null && last.from().equals(sources)) {
      return last.built();
    }
    MapBuilder.Built built = MapBuilder.build(sources);
    if (last != null && last.built().map().equals(built.map())) {
      built = new MapBuilder.Built(last.built().map(), built.complaints());
    }
    made = new Made(sources, built);
    List<String> told = last == null ? List.of() : last.built().complaints();
    built.complaints().stream().filter(one -> !told.contains(one)).forEach(LOG::warn);
    return built;
  }

  private List<String> urls() {
    return basis.get().settings().map(DerpSettings::urls).orElse(List.of());
  }

  private void run() {
    while (!closed) {
      try {
        if (looks.tryAcquire(fetchOrRetry().toMillis() + 1, TimeUnit.MILLISECONDS)) {
          looks.drainPermits();
        }
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }

  private Duration fetchOrRetry() throws InterruptedException {
    try {
      return fetchWhatIsDue();
    } catch (RuntimeException mistake) {
      LOG.error("DERP maps could not be fetched", mistake);
      return RETRY;
    }
  }

  /// @return how long until the next is due
  private Duration fetchWhatIsDue() throws InterruptedException {
    Optional<DerpSettings> settings = basis.get().settings();
    if (settings.isEmpty() || settings.get().urls().isEmpty()) {
      return FOR_LONG;
    }
    DerpMap before = inForce();
    Duration soonest = FOR_LONG;
    for (String url : settings.get().urls()) {
      Instant due = due(url, settings.get());
      if (!due.isAfter(clock.instant())) {
        fetches.put(url, new Fetch(clock.instant(), fetch(url)));
        due = due(url, settings.get());
      }
      Duration left = Duration.between(clock.instant(), due);
      soonest = left.compareTo(soonest) < 0 ? left : soonest;
    }
    if (!inForce().equals(before)) {
      readers.forEach(Runnable::run);
    }
    return soonest.isNegative() ? Duration.ZERO : soonest;
  }

  private Instant due(String url, DerpSettings settings) {
    Fetch last = fetches.get(url);
    if (last == null) {
      return clock.instant();
    }
    if (!last.worked()) {
      return last.at().plus(RETRY);
    }
    return settings.autoUpdate() ? last.at().plus(interval(settings)) : Instant.MAX;
  }

  private static Duration interval(DerpSettings settings) {
    try {
      Duration wanted = Duration.parse(settings.updateFrequency());
      if (wanted.isPositive()) {
        return wanted.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : wanted;
      }
      return DEFAULT_INTERVAL;
    } catch (DateTimeParseException e) {
      return DEFAULT_INTERVAL;
    }
  }

  private boolean fetch(String url) throws InterruptedException {
    try {
      String text = fetcher.fetch(url);
      MapText.Reading reading = MapText.read(url, text);
      if (reading.regions().isEmpty()) {
        throw new IOException("what is there has no region");
      }
      // First kept, so that whatever was in force is what the next start begins with.
      keep(url, text);
      fetched.put(url, reading);
      return true;
    } catch (IOException e) {
      if (closed) {
        return false;
      }
      LOG.warnf(
          "The DERP map %s cannot be fetched (%s); %s, and it is tried again every minute.",
          url,
          e.getMessage(),
          fetched.containsKey(url) ? "the last one stays" : "its relays are missing");
      return false;
    }
  }

  private void keep(String url, String text) {
    try {
      fetcher.keep(url, text);
    } catch (IOException e) {
      LOG.warnf("The DERP map %s is in force, but cannot be kept (%s).", url, e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    fetcher.close();
  }
}
