package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Tailnet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Approves an SSH session because the very user whose node it comes from has logged in for it.
///
/// @param enabled the providers at which people can log in at this moment
/// @param begun when the session began to wait: a login before that proves nothing of it
/// @param owner who owned the source then
public record ConfirmSession(
    ProvedLogin login,
    List<IdentityProvider> enabled,
    Instant begun,
    NodeId source,
    Owner owner,
    NodeId destination,
    String localUser)
    implements Command<ConfirmSession.Confirmed> {
  /// Providers tell the time of a login in whole seconds, by clocks of their own.
  private static final Duration SKEW = Duration.ofSeconds(30);

  public ConfirmSession {
    enabled = List.copyOf(enabled);
  }

  /// The node that the session goes to.
  public record Confirmed(Node node, List<String> remarks) implements Remarked {
    public Confirmed {
      remarks = List.copyOf(remarks);
    }
  }

  /// Whether a login was made for something that began to wait at a time.
  public static boolean isFresh(ProvedLogin login, Instant begun) {
    return !login.at().isBefore(begun.minus(SKEW));
  }

  @Override
  public Decision<Confirmed> decide(Tailnet image, Moment moment) {
    if (!isFresh(login, begun)) {
      return Decision.refused(
          Reason.STALE, "You logged in before this session was begun; log in again for it.");
    }
    return switch (LoginTurn.existing(image, moment, login, enabled)) {
      case LoginTurn.Refused(Refusal refusal) -> new Decision.Refused<>(refusal);
      case LoginTurn.In in -> confirmed(image, in);
    };
  }

  private Decision<Confirmed> confirmed(Tailnet image, LoginTurn.In in) {
    Node from = image.node(source).orElse(null);
    Node to = image.node(destination).orElse(null);
    if (from == null || to == null) {
      return Refusal.notFound("node " + (from == null ? source : destination));
    }
    boolean own = owner.equals(new Owner.OfUser(in.user().id())) && from.owner().equals(owner);
    if (own && in.user().awaitingApproval()) {
      return new Decision.Refused<>(Standing.waiting(in.user()));
    }
    if (!own) {
      return Decision.refused(
          Reason.INVALID,
          "The session comes from "
              + from.label()
              + ", which is not a node of yours; only its owner or an administrator lets it begin.");
    }
    return new Decision.Accepted<>(in.changes(), new Confirmed(to, in.remarks()));
  }

  /// Names where the session comes from and as whom, which the object does not tell.
  @Override
  public String operation() {
    return "ConfirmSession from nodes/" + source + " to nodes/" + destination + " as " + localUser;
  }

  @Override
  public String object() {
    return "nodes/" + destination;
  }
}
