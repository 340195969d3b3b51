package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.Transition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds the expiry of keys while devices move, or lets it go on; ends the old plane's names.
///
/// @param hold null leaves it as it is
/// @param accept whether to let expiry go on although devices are logged out by it
public record ChangeTransition(@Nullable Boolean hold, boolean endOldNames, boolean accept)
    implements Command<Transition> {
  static final String OBJECT = "transition/-";

  @Override
  public Decision<Transition> decide(Tailnet image, Moment moment) {
    Transition move = image.transition().orElse(null);
    if (move == null) {
      return Refusal.notFound("move from another plane");
    }
    if (hold != null && !move.underWay()) {
      return Decision.refused(
          Refusal.Reason.CONFLICT, "The move has ended, so that keys expire as they say.");
    }
    List<Node> out =
        Boolean.FALSE.equals(hold) && !accept
            ? EndTransition.loggedOut(image, moment.now())
            : List.of();
    if (!out.isEmpty()) {
      return Decision.refused(
          Refusal.Reason.CONFLICT,
          EndTransition.wouldExpire(out)
              + " Have their users log in before, or let it go on all the same with accept.");
    }
    Transition changed =
        move.changed(
            endOldNames ? "" : move.magicDnsSuffix(),
            hold == null ? move.expiryHeldSince() : since(move, hold, moment));
    return changed.equals(move)
        ? Decision.accepted(move)
        : Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  /// To hold again what is held does not let in whoever was put out since.
  private static @Nullable Instant since(Transition move, boolean hold, Moment moment) {
    Instant before = move.expiryHeldSince();
    return !hold ? null : before == null ? moment.now() : before;
  }

  @Override
  public String object() {
    return OBJECT;
  }
}
