package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.TransitionNodeView;
import dev.wayleave.api.TransitionNodeView.State;
import dev.wayleave.api.TransitionView;
import dev.wayleave.coordinator.derpmap.DerpMaps;
import dev.wayleave.coordinator.login.Logins;
import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.coordinator.refusal.Refusals;
import dev.wayleave.coordinator.refusal.Refused;
import dev.wayleave.coordinator.state.EndTransition;
import dev.wayleave.coordinator.state.Publication;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.coordinator.store.MigrationStore;
import dev.wayleave.coordinator.store.TailnetStore;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.wire.DerpRegion;
import dev.wayleave.tailnet.cutover.waves.MoveFindings;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.tailnet.model.UserId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Shows how far a tailnet has moved.
@Singleton
final class Moves {
  /// What devices came with is in the database, and changes only when the old plane is read again;
  /// another replica may have done that. A node key that the other plane did not tell.
  private static final String UNTOLD = NodeKey.of(new byte[32]).toString();

  private static final Duration KEYS_LAST = Duration.ofSeconds(30);

  /// @param reloads how often the tailnet had been reloaded before the keys were read
  private record Keys(Instant read, long reloads, Map<Long, String> byNode) {}

  /// Everything that one view is made of.
  ///
  /// @param others whether anybody has not moved
  private record Look(
      Tailnet image,
      Transition move,
      Presence presence,
      Map<Long, String> keys,
      Set<Long> hosted,
      Map<MachineKey, String> waiting,
      Map<MachineKey, Refused> refused,
      boolean others) {}

  private final TailnetState state;
  private final Supplier<Presence> presence;
  private final Logins logins;
  private final Refusals refusals;
  private final DerpMaps relays;
  private final MigrationStore migrations;
  private final InstantSource clock;
  private final AtomicLong reloads = new AtomicLong();
  private volatile @Nullable Keys known;

  Moves(
      TailnetState state,
      Supplier<Presence> presence,
      Logins logins,
      Refusals refusals,
      DerpMaps relays,
      MigrationStore migrations,
      InstantSource clock) {
    this.state = state;
    this.presence = presence;
    this.logins = logins;
    this.refusals = refusals;
    this.relays = relays;
    this.migrations = migrations;
    this.clock = clock;
    state.subscribe(this::follow);
  }

  private void follow(Publication publication) {
    if (publication.changes().stream().anyMatch(TailnetChange.Reloaded.class::isInstance)) {
      reloads.incrementAndGet();
    }
  }

  /// Empty where the tailnet comes from nowhere. It may ask the database.
  Optional<TransitionView> view() {
    Tailnet image = state.image();
    return image.transition().map(move -> view(look(image, move)));
  }

  private Look look(Tailnet image, Transition move) {
    Map<MachineKey, String> waiting = logins.waitingMachines();
    Map<MachineKey, Refused> refused = new HashMap<>();
    refusals.list().forEach(one -> refused.putIfAbsent(one.machineKey(), one));
    Set<Long> hosted =
        image.aliases().stream()
            .filter(alias -> alias.kind().equals("node") && alias.plane().equals(move.plane()))
            .map(Alias::id)
            .filter(id -> id.matches("[0-9]{1,18}"))
            .map(Long::valueOf)
            .collect(Collectors.toCollection(HashSet::new));
    boolean others = image.nodes().stream().anyMatch(image::isElsewhere);
    return new Look(image, move, presence.get(), keys(), hosted, waiting, refused, others);
  }

  private Map<Long, String> keys() {
    Keys last = known;
    Instant now = clock.instant();
    long reload = reloads.get();
    if (last == null || last.reloads() != reload || last.read().plus(KEYS_LAST).isBefore(now)) {
      last = new Keys(now, reload, migrations.keysOfUnmoved(TailnetStore.DEFAULT_TAILNET));
      known = last;
    }
    return last.byNode();
  }

  private TransitionView view(Look look) {
    List<TransitionNodeView> nodes =
        look.image().nodes().stream().map(node -> node(look, node)).toList();
    Transition move = look.move();
    int unmoved = count(nodes, State.UNMOVED) + count(nodes, State.WAITING);
    int moved = count(nodes, State.MOVED);
    return new TransitionView(
        move.plane(),
        move.controlUrl(),
        move.magicDnsSuffix(),
        move.expiryHeldSince(),
        move.endedAt(),
        moved + unmoved,
        moved,
        unmoved,
        (int) nodes.stream().filter(TransitionNodeView::newNodeKey).count(),
        move.underWay() ? move.sharedAddresses().stream().map(IpAddress::text).toList() : List.of(),
        nodes,
        findings(look));
  }

  private static int count(List<TransitionNodeView> nodes, State state) {
    return (int) nodes.stream().filter(node -> node.state() == state).count();
  }

  private List<Finding> findings(Look look) {
    if (!look.move().underWay()) {
      return List.of();
    }
    Map<Long, DerpRegion> regions = relays.inForce().regions();
    List<Finding> findings =
        new ArrayList<>(
            MoveFindings.of(
                look.image(), Optional.of(regions == null ? Set.of() : regions.keySet())));
    EndTransition.loggedOut(look.image(), clock.instant())
        .forEach(node ->
            findings.add(
                Finding.action(
                    "KEY_EXPIRES_AT_THE_END",
                    "node " + node.label(),
                    "Its key has expired and is only held; when the move ends its user is logged"
                        + " out.",
                    "Have its user log in before, or let it last: wayleave nodes expire"
                        + " --disable.")));
    return findings;
  }

  private static TransitionNodeView node(Look look, Node node) {
    String came = look.keys().get(node.id().value());
    // A device whose key the other plane did not tell may well have kept it.
    boolean newKey =
        node.unmoved() == null
            && came != null
            && !came.equals(UNTOLD)
            && !came.equals(node.nodeKey().toString());
    State state = state(look, node, came != null);
    Unmoved unmoved = node.unmoved();
    return new TransitionNodeView(
        node.id().value(),
        node.stableId().value(),
        node.label(),
        node.owner() instanceof Owner.OfTags tags
            ? tags.tags().stream().map(TagName::value).sorted().toList()
            : List.of(),
        user(node.owner()),
        state,
        why(look, node, state, newKey),
        look.presence().isOnline(node.id()),
        look.presence().lastSeen(node.id()).orElse(node.lastSeen()),
        newKey,
        unmoved == null ? 0 : unmoved.homeDerp(),
        node.ephemeral(),
        !node.approvedRoutes().isEmpty());
  }

  private static @Nullable Long user(Owner owner) {
    return owner instanceof Owner.OfUser(UserId user) ? user.value() : null;
  }

  private static State state(Look look, Node node, boolean applied) {
    if (node.unmoved() != null) {
      boolean tried =
          look.waiting().containsKey(node.machineKey())
              || look.refused().containsKey(node.machineKey());
      return tried ? State.WAITING : State.UNMOVED;
    }
    return applied || look.hosted().contains(node.id().value()) ? State.MOVED : State.NEW;
  }

  private static String why(Look look, Node node, State state, boolean newKey) {
    boolean others = look.others();
    return switch (state) {
      case WAITING -> waiting(look, node);
      case UNMOVED ->
          look.move().underWay()
              ? "still at " + look.move().controlUrl()
              : "left behind when the move ended";
      case MOVED ->
          newKey && others
              ? "has a new node key: it reaches those who have not moved only once they have"
              : "";
      case NEW -> others ? "is unknown to those who have not moved" : "";
    };
  }

  private static String waiting(Look look, Node node) {
    String login = look.waiting().get(node.machineKey());
    if (login != null) {
      return "waits to be let in: wayleave auth approve " + login;
    }
    Refused refused = look.refused().get(node.machineKey());
    return refused == null
        ? ""
        : "turned away (%s): %s"
            .formatted(
                refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                refused.sentence());
  }
}
