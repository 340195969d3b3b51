package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.ask.AnswerEndpoint;
import dev.wayleave.coordinator.ask.C2n;
import dev.wayleave.coordinator.ask.OpenQuestions;
import dev.wayleave.coordinator.ask.OtherReplicas;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.coordinator.control.ControlRequest;
import dev.wayleave.coordinator.mail.Mail;
import dev.wayleave.coordinator.presence.Carrier;
import dev.wayleave.coordinator.presence.PresenceBook;
import dev.wayleave.coordinator.presence.PresenceLimits;
import dev.wayleave.coordinator.presence.Seen;
import dev.wayleave.coordinator.presence.Sighting;
import dev.wayleave.coordinator.presence.Written;
import dev.wayleave.coordinator.refusal.Refusals;
import dev.wayleave.coordinator.route.ProbeLimits;
import dev.wayleave.coordinator.route.RouterWatch;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.Decision;
import dev.wayleave.coordinator.state.Moment;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.coordinator.state.Publication;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeDraft;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.policy.directory.Device;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// The living maps of a small tailnet, driven step by step: no threads, and time as a test says.
final class LiveTailnet {
  static final Instant START = SmallTailnet.NOW;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SplittableRandom random = new SplittableRandom(1);
  private final InstantSource clock = this::now;
  private final OpenQuestions questions;
  private final List<NodeId> deleted = new ArrayList<>();
  private final List<Sighting> written = new ArrayList<>();
  private final List<Carrier> carried = new ArrayList<>();
  private final Deque<Runnable> rendering = new ArrayDeque<>();
  private final PolicyInForce policy = new PolicyInForce();
  private final UUID here;
  private final NetworkImages images;
  private final MapEndpoint endpoint;
  private final OtherReplicas others;
  private final AnswerEndpoint answers;
  private Tailnet tailnet;
  private Instant now = START;
  private int updates;

  LiveTailnet(SmallTailnet small) {
    this(small, MapLimits.DEFAULT, List.of());
  }

  LiveTailnet(SmallTailnet small, MapLimits limits, List<Seen> seen) {
    this(small, limits, new Written(seen, List.of()));
  }

  LiveTailnet(SmallTailnet small, MapLimits limits, Written seen) {
    this(small, limits, seen, new PostOffice());
  }

  /// @param post by which it hears of other replicas
  LiveTailnet(SmallTailnet small, MapLimits limits, Written seen, PostOffice post) {
    this.tailnet = small.tailnet().at(1);
    Mail mail = post.open();
    this.here = mail.here();
    this.questions = new OpenQuestions(mail.here(), clock, random, 100, Duration.ofMinutes(2));
    MapMetrics metrics = new MapMetrics(meters);
    this.images =
        new NetworkImages(
            clock,
            metrics,
            later ->
                new Mapper(
                    new MapOutside(
                        policy,
                        LiveTailnet::settings,
                        () -> SmallTailnet.derp("home"),
                        questions,
                        deleted::add,
                        this::writeDown),
                    new PresenceBook(PresenceLimits.DEFAULT),
                    new RouterWatch(ProbeLimits.DEFAULT),
                    new NodeTimers(limits.ephemeralTimeout()),
                    later::put));
    this.others = new OtherReplicas(mail, images, questions);
    this.answers =
        new AnswerEndpoint(questions, others, machine -> !tailnet.nodes(machine).isEmpty());
    this.endpoint =
        new MapEndpoint(
            () -> tailnet,
            () -> tailnet,
            this::submit,
            policy,
            images,
            new SessionSettings(
                images::composer, rendering::add, clock, limits, new MapPlaces(clock), metrics),
            random,
            new Refusals(clock));
    images.begin(tailnet, seen);
  }

  /// What this replica is called.
  UUID here() {
    return here;
  }

  Instant now() {
    return now;
  }

  NetworkImages images() {
    return images;
  }

  /// HTTP requests to clients, of whichever replica.
  C2n c2n() {
    return new C2n(others, questions, id -> tailnet.node(id));
  }

  OpenQuestions questions() {
    return questions;
  }

  List<NodeId> deleted() {
    return deleted;
  }

  private void writeDown(List<Sighting> sightings, List<Carrier> carriers) {
    written.addAll(sightings);
    carried.addAll(carriers);
  }

  List<Sighting> written() {
    return written;
  }

  /// What was written down of who carries subnets.
  List<Carrier> carried() {
    return carried;
  }

  /// Who carries a subnet.
  NodeId carrier(String subnet) {
    Device primary = images.current().policy().network().primaries().get(IpPrefix.parse(subnet));
    if (primary == null) {
      throw new AssertionError("nobody carries " + subnet);
    }
    return primary.id();
  }

  /// How often something was written to the tailnet.
  int updates() {
    return updates;
  }

  Node node(long id) {
    return tailnet.node(new NodeId(id)).orElseThrow();
  }

  Tailnet tailnet() {
    return tailnet;
  }

  /// A client opens its stream, and has its first map when this returns.
  RecordingExchange open(long id) {
    RecordingExchange exchange = openQuietly(id);
    step();
    return exchange;
  }

  RecordingExchange openQuietly(long id) {
    return map(id, "\"Stream\":true,\"Compress\":\"zstd\"");
  }

  /// A client tells something of itself.
  RecordingExchange tell(long id, String fields) {
    RecordingExchange exchange = map(id, "\"OmitPeers\":true," + fields);
    step();
    return exchange;
  }

  RecordingExchange map(long id, String fields) {
    return map(node(id).machineKey(), node(id).nodeKey(), 142, fields);
  }

  RecordingExchange map(MachineKey machine, NodeKey node, int version, String fields) {
    String body = "{\"Version\":" + version + ",\"NodeKey\":\"" + node + "\"," + fields + "}";
    return ask(endpoint, machine, "POST", "/machine/map", body);
  }

  /// A machine answers a question.
  RecordingExchange answer(MachineKey machine, String method, String path, String body) {
    RecordingExchange exchange = ask(answers, machine, method, path, body);
    step();
    return exchange;
  }

  private static RecordingExchange ask(
      ControlEndpoint endpoint, MachineKey machine, String method, String path, String body) {
    RecordingExchange exchange =
        new RecordingExchange(
            new ControlRequest(
                new ControlPeer(machine, new CapabilityVersion(142), "192.0.2.1"),
                method,
                path,
                null,
                body.getBytes(StandardCharsets.UTF_8)));
    if (!endpoint.serves(method, path)) {
      throw new AssertionError("nobody serves " + path);
    }
    try {
      endpoint.handle(exchange);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return exchange;
  }

  /// Commits entities together.
  void put(TailnetEntity... entities) {
    List<TailnetChange.Edit> edits = new ArrayList<>();
    for (TailnetEntity entity : entities) {
      edits.add(new TailnetChange.Put(entity));
    }
    commit(edits);
    step();
  }

  void remove(TailnetEntity entity) {
    commit(List.of(new TailnetChange.Removed(entity)));
    step();
  }

  void change(long id, UnaryOperator<NodeDraft> change) {
    put(change.apply(node(id).change()).build());
  }

  /// Changes a node without letting anybody take notice yet.
  void changeQuietly(long id, UnaryOperator<NodeDraft> change) {
    commit(List.of(new TailnetChange.Put(change.apply(node(id).change()).build())));
  }

  void policy(String text) {
    PolicyVersion before = tailnet.policyInUse().orElse(null);
    String id = "p" + (tailnet.version() + 1);
    PolicyVersion next =
        new PolicyVersion(id, text.replace('\'', '"'), true, "api", now, null, null, null);
    if (before == null) {
      put(next);
    } else {
      put(
          new PolicyVersion(
              before.id(), before.text(), false, "api", before.createdAt(), null, null, null),
          next);
    }
  }

  /// As after an import.
  void reload(Tailnet imported) {
    tailnet = imported.at(tailnet.version() + 1);
    images.published(new Publication(List.of(new TailnetChange.Reloaded()), tailnet));
    step();
  }

  private void commit(List<TailnetChange.Edit> edits) {
    tailnet = tailnet.with(edits).at(tailnet.version() + 1);
    updates++;
    images.published(new Publication(List.copyOf(edits), tailnet));
  }

  /// Has a command decided on and committed, without letting anybody take notice yet.
  <R> Outcome<R> run(Command<R> command) {
    return submit(command).join();
  }

  PolicyInForce policies() {
    return policy;
  }

  /// The present image as a coordinator makes it that starts now.
  NetworkImage fromScratch() {
    NetworkImage image = images.current();
    Map<IpPrefix, NodeId> carriers = new HashMap<>();
    image
        .policy()
        .network()
        .primaries()
        .forEach((subnet, device) -> carriers.put(subnet, device.id()));
    return new NextImage.Maker(new PolicyInForce(), LiveTailnet::settings)
        .first(image.tailnet(), image.presence(), image.derpMap(), carriers);
  }

  private static SettingsInForce settings(Tailnet image) {
    return new SettingsInForce(image, Optional.empty(), "http://127.0.0.1");
  }

  /// Has a command carried out, and lets everybody take notice.
  <R> R carryOut(Command<R> command) {
    Outcome<R> outcome = submit(command).join();
    step();
    return switch (outcome) {
      case Outcome.Done<R> done -> done.reply();
      case Outcome.Refused<R> refused -> throw new AssertionError(refused.refusal().sentence());
    };
  }

  private <R> CompletableFuture<Outcome<R>> submit(Command<R> command) {
    Decision<R> decision = command.decide(tailnet, new Moment(now, random));
    return CompletableFuture.completedFuture(
        switch (decision) {
          case Decision.Accepted<R> accepted -> {
            if (!accepted.changes().isEmpty()) {
              commit(accepted.changes());
            }
            yield new Outcome.Done<>(accepted.reply(), tailnet.version());
          }
          case Decision.Refused<R> refused -> new Outcome.Refused<>(refused.refusal());
          case Decision.Bulk<R> _ -> throw new AssertionError("devices write nothing in bulk");
        });
  }

  /// Lets everything happen that is due.
  Duration step() {
    Duration rest = images.step();
    render();
    // A write that ended may have let a stream go, and what it left behind is taken in.
    images.step();
    render();
    return rest;
  }

  /// Takes in what waits, and leaves maps uncomputed.
  void stepWithoutRendering() {
    images.step();
  }

  void render() {
    while (!rendering.isEmpty()) {
      rendering.remove().run();
    }
  }

  /// Lets time pass, in steps as short as what is due asks for.
  void pass(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      Duration rest = step();
      Duration left = Duration.between(now, end);
      Duration next = rest.compareTo(left) < 0 ? rest : left;
      now = now.plus(next.isPositive() ? next : Duration.ofMillis(1));
    }
    step();
  }
}
