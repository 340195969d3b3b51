package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.ask.OpenQuestions;
import dev.wayleave.coordinator.presence.PresenceBook;
import dev.wayleave.coordinator.presence.PresenceKeeper;
import dev.wayleave.coordinator.presence.PresenceLedger;
import dev.wayleave.coordinator.presence.PresenceLimits;
import dev.wayleave.coordinator.refusal.Refusals;
import dev.wayleave.coordinator.route.ProbeLimits;
import dev.wayleave.coordinator.route.RouterWatch;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.DeleteNode;
import dev.wayleave.coordinator.state.Newest;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.tailnet.model.NodeId;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/// Everything that keeps clients informed, from start to stop.
public final class LiveMaps implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LiveMaps.class);

  private final TailnetState state;
  private final NetworkImages images;
  private final PresenceKeeper presence;
  private final ExecutorService renderer;
  private final MapEndpoint endpoint;

  /// What may be configured.
  record Limits(MapLimits map, PresenceLimits presence, ProbeLimits probe) {}

  LiveMaps(
      TailnetState state,
      Supplier<SettingsInForce> settings,
      Supplier<DerpMap> derpMap,
      PresenceLedger ledger,
      OpenQuestions questions,
      Limits limits,
      InstantSource clock,
      RandomGenerator random,
      MapMetrics metrics,
      Refusals refusals) {
    this.state = state;
    // Maps are computed and compressed by as many threads as there are processors: more would only
    // hold more maps in memory at once.
    renderer =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("map-", 0).daemon().factory());
    PolicyInForce policy = new PolicyInForce();
    images =
        new NetworkImages(
            clock,
            metrics,
            later ->
                new Mapper(
                    new MapOutside(
                        policy,
                        _ -> settings.get(),
                        derpMap,
                        questions,
                        this::delete,
                        (sightings, carriers) -> keeper().put(sightings, carriers)),
                    new PresenceBook(limits.presence()),
                    new RouterWatch(limits.probe()),
                    new NodeTimers(limits.map().ephemeralTimeout()),
                    later::put));
    presence = new PresenceKeeper(ledger, limits.presence(), images::elsewhere);
    endpoint =
        new MapEndpoint(
            state::image,
            new Newest(state, ledger::isShared),
            update -> state.submit(update, new Actor("node " + update.id(), "Noise")),
            policy,
            images,
            new SessionSettings(
                images::composer, renderer, clock, limits.map(), new MapPlaces(clock), metrics),
            random,
            refusals);
  }

  private PresenceKeeper keeper() {
    return presence;
  }

  private void delete(NodeId node) {
    LOG.infof("Ephemeral node %s stayed away too long and is deleted", node);
    var _ =
        state
            .submit(new DeleteNode(node), Actor.COORDINATOR)
            .whenComplete((_, failure) -> {
              if (failure != null) {
                LOG.warnf(
                    "Ephemeral node %s could not be deleted; it is tried again: %s",
                    node, failure.getMessage());
              }
            });
  }

  /// Begins; the tailnet's state has to run already.
  public void start() {
    // Whatever is published from now on waits for the first image, and is skipped where that has
    // it.
    state.subscribe(images::published);
    images.start(state.image(), presence.start());
  }

  /// Says that another replica may have written down who is connected.
  public void look() {
    presence.look();
  }

  public NetworkImages images() {
    return images;
  }

  MapEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    images.close();
    presence.close();
    renderer.shutdownNow();
  }
}
