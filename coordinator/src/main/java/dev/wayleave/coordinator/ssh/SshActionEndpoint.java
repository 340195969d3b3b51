package dev.wayleave.coordinator.ssh;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.login.LoginAddress;
import dev.wayleave.coordinator.login.Passage;
import dev.wayleave.coordinator.login.SessionChecks;
import dev.wayleave.coordinator.login.SessionChecks.Verdict;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.policy.ssh.SshAction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// `GET /machine/ssh/action/SOURCE/to/DESTINATION`: a node that an SSH session has come to asks
/// whether it may begin, where the policy says `check`.
///
/// Only the machine that the session came to may ask, which its Noise key proves. What the policy
/// says is looked up anew at each question and after each approval, so that a rule which is gone
/// lets nobody in.
@Singleton
public final class SshActionEndpoint implements ControlEndpoint {
  private static final Logger LOG = Logger.getLogger(SshActionEndpoint.class);

  private final TailnetState state;
  private final SshRules rules;
  private final SessionChecks checks;
  private final Supplier<SettingsInForce> settings;
  private final InstantSource clock;

  SshActionEndpoint(
      TailnetState state,
      SshRules rules,
      SessionChecks checks,
      Supplier<SettingsInForce> settings,
      InstantSource clock) {
    this.state = state;
    this.rules = rules;
    this.checks = checks;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public boolean serves(String method, String path) {
    return method.equals("GET") && path.startsWith(SessionQuestion.PATH);
  }

  @Override
  public void handle(ControlExchange exchange) {
    SessionQuestion.of(exchange.request())
        .ifPresentOrElse(
            question -> answer(exchange, question),
            () ->
                exchange.answer(
                    ControlAnswer.sentence(
                        400,
                        "The question is not "
                            + SessionQuestion.PATH
                            + "SOURCE/to/DESTINATION?local_user=NAME.")));
  }

  private void answer(ControlExchange exchange, SessionQuestion question) {
    Optional<Node> destination =
        state
            .image()
            .node(question.destination())
            .filter(node -> node.machineKey().equals(exchange.request().peer().machineKey()))
            .filter(this::isIn);
    if (destination.isEmpty()) {
      exchange.answer(
          ControlAnswer.sentence(403, "Only the node that a session came to may ask about it."));
      return;
    }
    Optional<Node> source = state.image().node(question.source()).filter(this::isIn);
    if (source.isEmpty()) {
      tell(
          exchange, Answers.reject("The node that this session comes from is not in the tailnet."));
      return;
    }
    decide(exchange, question, source.get(), destination.get());
  }

  private boolean isIn(Node node) {
    Instant end = state.image().expiryOf(node);
    return Standing.of(state.image(), node) == Standing.LET_IN
        && (end == null || clock.instant().isBefore(end));
  }

  private void decide(
      ControlExchange exchange, SessionQuestion question, Node source, Node destination) {
    Optional<SshAction> action = rules.action(source.id(), destination.id(), question.localUser());
    if (action.isEmpty()) {
      tell(exchange, Answers.reject("The tailnet's policy does not permit this session."));
      return;
    }
    switch (action.get()) {
      case SshAction.Accept _ -> tell(exchange, Answers.accept());
      case SshAction.Reject(String message) -> tell(exchange, Answers.reject(message));
      case SshAction.Check check -> check(exchange, question, source, destination, check.period());
    }
  }

  private void check(
      ControlExchange exchange,
      SessionQuestion question,
      Node source,
      Node destination,
      Duration period) {
    Passage passage = Passage.of(source, destination, question.localUser());
    if (!question.check().isEmpty() && hold(exchange, question, passage)) {
      return;
    }
    if (checks.isApproved(passage, period)) {
      tell(exchange, Answers.accept());
      return;
    }
    String address = exchange.request().peer().address();
    switch (checks.open(passage, source.label(), destination.label(), period, address)) {
      case SessionChecks.Opened.AsSession(var session) ->
          tell(
              exchange,
              Answers.hold(LoginAddress.ofSession(settings.get(), session.id()), session.id()));
      case SessionChecks.Opened.Full(String sentence) -> tell(exchange, Answers.reject(sentence));
    }
  }

  /// Keeps the question until somebody decides, without a thread.
  ///
  /// @return false where nothing of this passage waits under the id
  private boolean hold(ControlExchange exchange, SessionQuestion question, Passage passage) {
    Consumer<Verdict> listener =
        verdict -> Thread.startVirtualThread(() -> conclude(exchange, question, passage, verdict));
    boolean known = checks.listen(question.check(), passage, listener);
    if (known) {
      exchange.whenGone(() -> checks.leave(question.check(), listener));
    }
    return known;
  }

  private void conclude(
      ControlExchange exchange, SessionQuestion question, Passage passage, Verdict verdict) {
    try {
      switch (verdict) {
        case APPROVED -> tell(exchange, approved(question, passage));
        case REJECTED -> tell(exchange, Answers.reject("An administrator refused this session."));
        case LAPSED ->
            tell(exchange, Answers.reject("Nobody approved this session in time; try again."));
        case SUPERSEDED ->
            exchange.answer(
                ControlAnswer.sentence(429, "The node asks twice; the newer question is held."));
      }
    } catch (RuntimeException mistake) {
      LOG.error("A node could not be told of an SSH session", mistake);
      exchange.answer(ControlAnswer.sentence(500, "The coordinator made a mistake; try again."));
    }
  }

  /// Both nodes and the policy may have changed while the session waited.
  private dev.wayleave.protocol.wire.SshAction approved(SessionQuestion question, Passage passage) {
    Optional<Node> source = state.image().node(passage.source()).filter(this::isIn);
    Optional<Node> destination = state.image().node(passage.destination()).filter(this::isIn);
    boolean same =
        source.isPresent()
            && destination.isPresent()
            && Passage.of(source.get(), destination.get(), question.localUser()).equals(passage);
    Optional<SshAction> action =
        same
            ? rules.action(passage.source(), passage.destination(), question.localUser())
            : Optional.empty();
    return action.isPresent() && !(action.get() instanceof SshAction.Reject)
        ? Answers.accept()
        : Answers.reject("The tailnet's policy does not permit this session any more.");
  }

  private static void tell(ControlExchange exchange, dev.wayleave.protocol.wire.SshAction action) {
    exchange.answer(ControlAnswer.json(WireJson.write(action)));
  }
}
