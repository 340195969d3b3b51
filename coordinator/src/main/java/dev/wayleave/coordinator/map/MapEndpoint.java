package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.control.AnswerStream;
import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.coordinator.refusal.Refusals;
import dev.wayleave.coordinator.refusal.Refused;
import dev.wayleave.coordinator.state.DeviceRows;
import dev.wayleave.coordinator.state.NodeReport;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.coordinator.state.UpdateNode;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.wire.MapRequest;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// `POST /machine/map`: a client's stream, or what it tells of itself.
///
/// A stream is only for the machine whose node it is. A node whose login has ended has one all the
/// same: that is how its client learns that it has to log in.
final class MapEndpoint implements ControlEndpoint {
  private static final String PATH = "/machine/map";
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  /// How long a client waits until what it told is written down; it would tell it again.
  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(20);

  private final Supplier<Tailnet> tailnet;
  private final Supplier<Tailnet> newest;
  private final Function<UpdateNode, CompletableFuture<Outcome<Node>>> update;
  private final PolicyInForce policy;
  private final NetworkImages images;
  private final SessionSettings settings;
  private final RandomGenerator random;
  private final MapRequestReader reader;
  private final Semaphore places;
  private final Refusals refusals;

  /// @param newest the image with what other replicas committed: the node may have registered there
  ///   just now
  MapEndpoint(
      Supplier<Tailnet> tailnet,
      Supplier<Tailnet> newest,
      Function<UpdateNode, CompletableFuture<Outcome<Node>>> update,
      PolicyInForce policy,
      NetworkImages images,
      SessionSettings settings,
      RandomGenerator random,
      Refusals refusals) {
    this.tailnet = tailnet;
    this.newest = newest;
    this.update = update;
    this.policy = policy;
    this.images = images;
    this.settings = settings;
    this.random = random;
    this.refusals = refusals;
    this.reader = new MapRequestReader(settings.limits());
    this.places = new Semaphore(settings.limits().sessions());
  }

  @Override
  public boolean serves(String method, String path) {
    return method.equals("POST") && path.equals(PATH);
  }

  @Override
  public void handle(ControlExchange exchange) throws WireException, InterruptedException {
    MapRequest request = WireJson.read(exchange.request().body(), MapRequest.class);
    CapabilityVersion oldest = CapabilityVersion.OLDEST_SERVED;
    if (request.version() < oldest.number() || request.version() > CapabilityVersion.MAX) {
      String sentence =
          "Capability version "
              + request.version()
              + " is not served; clients of release 1.80 (version "
              + oldest
              + ") or newer are.";
      note(exchange, request, Refused.Reason.CLIENT_TOO_OLD, sentence);
      refuse(exchange, 400, sentence);
      return;
    }
    // The reference answers 404, and clients keep asking: nobody is logged out by a mistake here.
    Optional<Node> node = nodeOf(exchange.request().peer(), request);
    if (node.isEmpty()) {
      String sentence = "This node is not known here; log in again with tailscale up.";
      note(exchange, request, Refused.Reason.NODE_UNKNOWN, sentence);
      refuse(exchange, 404, sentence);
      return;
    }
    if (Standing.of(tailnet.get(), node.get()) == Standing.SUSPENDED) {
      String sentence = "The user who owns this node is suspended; ask an administrator.";
      note(exchange, request, Refused.Reason.TURNED_AWAY, sentence);
      refuse(exchange, 403, sentence);
      return;
    }
    refusals.admitted(node.get().machineKey());
    NodeReport report;
    try {
      report = reader.report(request, exchange.request().body());
    } catch (MapRequestReader.RefusedRequestException e) {
      refuse(exchange, 400, e.sentence());
      return;
    }
    if (request.stream()) {
      stream(exchange, node.get(), report);
    } else if (request.omitPeers()) {
      takeReport(exchange, node.get(), report);
    } else {
      once(exchange, node.get(), report);
    }
  }

  private void note(
      ControlExchange exchange, MapRequest request, Refused.Reason reason, String sentence) {
    ControlPeer peer = exchange.request().peer();
    refusals.refused(peer.machineKey(), request.nodeKey(), "", reason, sentence, peer.address());
  }

  private Optional<Node> nodeOf(ControlPeer peer, MapRequest request) {
    return DeviceRows.holding(tailnet.get(), request.nodeKey(), peer.machineKey())
        .or(() -> DeviceRows.holding(newest.get(), request.nodeKey(), peer.machineKey()));
  }

  private static void refuse(ControlExchange exchange, int status, String sentence) {
    exchange.answer(ControlAnswer.sentence(status, sentence));
  }

  private void stream(ControlExchange exchange, Node node, NodeReport report) {
    if (!places.tryAcquire()) {
      refuse(exchange, 503, "Too many clients are connected; this one will try again.");
      return;
    }
    // A client that merely reconnects tells nothing anew, so what is missing is taken from here.
    UpdateNode missing = new UpdateNode(node.id(), report, true, policy);
    if (missing.changes(node)) {
      var _ = update.apply(missing);
    }
    AnswerStream stream = exchange.stream("application/json");
    MapSession session =
        new MapSession(
            viewer(node, report),
            stream,
            settings,
            keepAlive(),
            closed -> {
              places.release();
              images.put(new MapWork.Closed(closed));
            });
    images.put(new MapWork.Opened(session));
    exchange.whenGone(session::gone);
  }

  private Duration keepAlive() {
    long jitter = settings.limits().keepAliveJitter().toMillis();
    return settings.limits().keepAlive().plusMillis(jitter == 0 ? 0 : random.nextLong(jitter));
  }

  private static Viewer viewer(Node node, NodeReport report) {
    return new Viewer(node.id(), new CapabilityVersion(report.capability()));
  }

  private void takeReport(ControlExchange exchange, Node node, NodeReport report)
      throws InterruptedException {
    UpdateNode command = new UpdateNode(node.id(), report, false, policy);
    if (!command.changes(node)) {
      exchange.answer(ControlAnswer.json(EMPTY.clone()));
      return;
    }
    try {
      Outcome<Node> outcome =
          update.apply(command).get(WRITTEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      switch (outcome) {
        case Outcome.Done<Node> _ -> exchange.answer(ControlAnswer.json(EMPTY.clone()));
        case Outcome.Refused<Node> refused -> refuse(exchange, 404, refused.refusal().sentence());
      }
    } catch (ExecutionException | TimeoutException e) {
      refuse(exchange, 503, "This could not be written down now; the client will tell it again.");
    }
  }

  private void once(ControlExchange exchange, Node node, NodeReport report) {
    MapComposer composer = settings.composer().get();
    MapBytes map = composer.full(viewer(node, report), settings.clock().instant());
    if (map.parts().isEmpty()) {
      refuse(exchange, 503, "This node is too new; ask again in a moment.");
      return;
    }
    byte[] frames = MapFrames.joined(map.parts());
    settings.metrics().written(MapMetrics.Kind.FULL, frames.length);
    exchange.answer(ControlAnswer.json(frames));
  }
}
