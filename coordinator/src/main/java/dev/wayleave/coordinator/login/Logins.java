package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.kept.KeptException;
import dev.wayleave.coordinator.security.RefusedProofs;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.AdoptNode;
import dev.wayleave.coordinator.state.ApproveSession;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.ConfirmSession;
import dev.wayleave.coordinator.state.DeviceRows;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.coordinator.state.Refusal;
import dev.wayleave.coordinator.state.RegisterByLogin;
import dev.wayleave.coordinator.state.RegisterForUser;
import dev.wayleave.coordinator.state.RejectLogin;
import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Tailnet;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What administrators do with devices that wait to be let in, and with SSH sessions that wait to
/// be approved.
@Singleton
public final class Logins {
  private static final Logger LOG = Logger.getLogger(Logins.class);

  private final TailnetState state;
  private final PolicyInForce policies;
  private final PendingLogins pending;
  private final SessionChecks checks;
  private final RefusedProofs refused;

  Logins(
      TailnetState state,
      PolicyInForce policies,
      PendingLogins pending,
      SessionChecks checks,
      RefusedProofs refused) {
    this.refused = refused;
    this.state = state;
    this.policies = policies;
    this.pending = pending;
    this.checks = checks;
  }

  /// What waits, oldest first.
  public List<Waiting> waiting() {
    Stream<Waiting> devices = pending.waiting().stream().map(this::device);
    return Stream.concat(devices, checks.waiting().stream())
        .sorted(Comparator.comparing(Waiting::begun))
        .toList();
  }

  /// The login that each machine waits with.
  public Map<MachineKey, String> waitingMachines() {
    Map<MachineKey, String> machines = new HashMap<>();
    pending.waiting().forEach(login -> machines.put(login.device().machineKey(), login.id()));
    return machines;
  }

  /// The one that waits under an id.
  public Optional<Waiting> waiting(String id) {
    Optional<Waiting> device = pending.waiting(id).map(this::device);
    return device.or(() -> checks.waiting(id));
  }

  private WaitingDevice device(PendingLogin login) {
    Tailnet image = state.image();
    List<Claim> claims =
        DeviceRows.claims(image, login.device()).stream()
            .map(node -> Claim.of(image, node, login.device()))
            .toList();
    return WaitingDevice.of(login, claims);
  }

  /// Lets a device in as a user's.
  ///
  /// @param user by number, name or e-mail address
  public CompletableFuture<Outcome<Node>> register(String id, String user, Actor actor) {
    if (checks.waiting(id).isPresent()) {
      return refused(
          Refusal.Reason.INVALID,
          "This is an SSH session, which nobody comes to own; approve or reject it.");
    }
    return switch (UserNamed.find(state.image(), user)) {
      case UserNamed.Unclear(Refusal refusal) ->
          CompletableFuture.completedFuture(new Outcome.Refused<>(refusal));
      case UserNamed.Found found ->
          decide(
              id,
              login ->
                  new RegisterForUser(
                      login.device(), found.id(), RegisterMethod.CLI, true, policies),
              actor,
              (login, _) -> pending.spent(login));
    };
  }

  /// Lets a device in as that of a person who has logged in and confirmed it.
  ///
  /// @param enabled the providers at which people can log in at this moment
  CompletableFuture<Outcome<Node>> register(
      String id, ProvedLogin login, List<IdentityProvider> enabled, Actor actor) {
    return decide(
            id,
            waiting -> new RegisterByLogin(waiting.device(), login, enabled, policies),
            actor,
            (waiting, _) -> pending.spent(waiting))
        .thenApply(outcome -> node(outcome, RegisterByLogin.Admitted::node));
  }

  /// Lets an SSH session begin whose person has logged in for it and confirmed it.
  CompletableFuture<Outcome<Node>> confirm(
      WaitingSession session, ProvedLogin login, List<IdentityProvider> enabled, Actor actor) {
    Passage passage = session.passage();
    ConfirmSession command =
        new ConfirmSession(
            login,
            enabled,
            session.begun(),
            passage.source(),
            passage.owner(),
            passage.destination(),
            passage.localUser());
    return judge(session.id(), command, actor, () -> checks.approved(session.id()))
        .thenApply(outcome -> node(outcome, ConfirmSession.Confirmed::node));
  }

  private static <R> Outcome<Node> node(Outcome<R> outcome, Function<R, Node> node) {
    return switch (outcome) {
      case Outcome.Done<R>(R reply, long version) -> new Outcome.Done<>(node.apply(reply), version);
      case Outcome.Refused<R>(Refusal refusal) -> new Outcome.Refused<>(refusal);
    };
  }

  /// Lets a device in as what its machine was before, whoever owns that; or an SSH session begin.
  ///
  /// @param claim the node that the device is said to be; null for the only one of its machine
  /// @return the node that is let in, or to which the session goes
  public CompletableFuture<Outcome<Node>> approve(String id, @Nullable NodeId claim, Actor actor) {
    Optional<WaitingSession> session = checks.waiting(id);
    if (session.isPresent()) {
      if (claim != null) {
        return refused(
            Refusal.Reason.INVALID, "This is an SSH session, which is no node; approve it alone.");
      }
      Passage passage = session.get().passage();
      return judge(
          id,
          new ApproveSession(id, passage.source(), passage.destination(), passage.localUser()),
          actor,
          () -> checks.approved(id));
    }
    return decide(
        id,
        login -> new AdoptNode(login.device(), claim, policies),
        actor,
        (waiting, _) -> pending.spent(waiting));
  }

  /// Turns a device away, or refuses an SSH session.
  public CompletableFuture<Outcome<String>> reject(String id, Actor actor) {
    if (checks.waiting(id).isPresent()) {
      return judge(id, new RejectLogin(id), actor, () -> checks.rejected(id));
    }
    return decide(
        id, login -> new RejectLogin(login.id()), actor, (login, _) -> pending.rejected(login));
  }

  /// What whoever let a device in is told of it.
  String letIn(Node node) {
    Standing standing = Standing.of(state.image(), node);
    String waitsFor = node.awaitingApproval() ? "it" : "its user";
    return standing == Standing.WAITING
        ? "It is in as "
            + node.label()
            + ", and reaches nobody until an administrator has approved "
            + waitsFor
            + "."
        : "It is let in as " + node.label() + ".";
  }

  private <R> CompletableFuture<Outcome<R>> judge(
      String id, Command<R> command, Actor actor, Runnable done) {
    if (!checks.claim(id)) {
      return unknown();
    }
    return state
        .submit(command, actor)
        .whenCompleteAsync(
            (outcome, _) ->
                settle(outcome instanceof Outcome.Done<R> ? done : () -> checks.release(id)),
            Thread::startVirtualThread);
  }

  private static <R> CompletableFuture<Outcome<R>> refused(Refusal.Reason reason, String sentence) {
    return CompletableFuture.completedFuture(new Outcome.Refused<>(new Refusal(reason, sentence)));
  }

  /// Carries a decision out, at most one at a time on each login; one that fails leaves it waiting.
  private <R> CompletableFuture<Outcome<R>> decide(
      String id,
      Function<PendingLogin, Command<R>> command,
      Actor actor,
      BiConsumer<PendingLogin, R> done) {
    PendingLogin login = pending.claim(id).orElse(null);
    if (login == null) {
      return unknown();
    }
    return state
        .submit(command.apply(login), actor)
        .whenCompleteAsync(
            (outcome, _) ->
                settle(
                    outcome instanceof Outcome.Done<R> success
                        ? () -> done.accept(login, success.reply())
                        : () -> pending.release(login)),
            Thread::startVirtualThread);
  }

  /// The writer must not wait for rows, so this is done beside it. What is decided is decided also
  /// where the row cannot be written: its claim ends by itself, and then it can be decided on once
  /// more.
  private static void settle(Runnable work) {
    try {
      work.run();
    } catch (KeptException trouble) {
      LOG.warnf("What became of a login was not taken down: %s", trouble.getMessage());
    }
  }

  private <R> CompletableFuture<Outcome<R>> unknown() {
    refused.count(RefusedProofs.Kind.AUTH_ID);
    return CompletableFuture.completedFuture(new Outcome.Refused<>(missing()));
  }

  /// The answer about a login that nobody here waits for.
  public static Refusal missing() {
    return new Refusal(
        Refusal.Reason.NOT_FOUND,
        "Nothing with this id waits here: it was decided on or has expired; have the device or the"
            + " session try again.");
  }
}
