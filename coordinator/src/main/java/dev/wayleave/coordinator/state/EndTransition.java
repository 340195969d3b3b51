package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Ends a move: who has not come is away, keys expire again, and nothing of the other plane is
/// needed any more. Of one that has ended it ends what was kept then.
///
/// @param accept whether to do it although devices are left behind or will be logged out by it
/// @param ownRelays whether clients are told of the coordinator's own relay instead of the other
///   plane's
/// @param oldNames whether the other plane's names go on
public record EndTransition(boolean accept, boolean ownRelays, boolean oldNames)
    implements Command<Transition> {
  private static final int NAMED = 10;

  @Override
  public Decision<Transition> decide(Tailnet image, Moment moment) {
    Transition move = image.transition().orElse(null);
    if (move == null) {
      return Refusal.notFound("move from another plane");
    }
    List<String> obstacles = move.underWay() ? obstacles(image, moment.now()) : List.of();
    if (!accept && !obstacles.isEmpty()) {
      return Decision.refused(
          Reason.CONFLICT,
          String.join(" ", obstacles) + " See to them, or end the move all the same with accept.");
    }
    Instant end = move.endedAt() == null ? moment.now() : move.endedAt();
    Transition ended = move.ended(oldNames ? move.magicDnsSuffix() : "", end);
    List<TailnetChange.Edit> edits = new ArrayList<>();
    if (!ended.equals(move)) {
      edits.add(new TailnetChange.Put(ended));
    }
    if (ownRelays) {
      // Without settings the coordinator's own relay is served.
      image.derp().ifPresent(derp -> edits.add(new TailnetChange.Removed(derp)));
    }
    return new Decision.Accepted<>(edits, ended);
  }

  /// What would be noticed.
  private static List<String> obstacles(Tailnet image, Instant now) {
    List<String> obstacles = new ArrayList<>();
    List<Node> behind = image.nodes().stream().filter(image::isElsewhere).toList();
    if (!behind.isEmpty()) {
      obstacles.add("%s not moved: %s.".formatted(have(behind), names(behind)));
    }
    List<Node> out = loggedOut(image, now);
    if (!out.isEmpty()) {
      obstacles.add(wouldExpire(out));
    }
    return obstacles;
  }

  static String wouldExpire(List<Node> out) {
    return "The keys of %s would expire at once, as they are held no more: %s."
        .formatted(devices(out), names(out));
  }

  /// Those whose keys have expired, but for their being held.
  public static List<Node> loggedOut(Tailnet image, Instant now) {
    return image.nodes().stream()
        .filter(node -> !image.isElsewhere(node))
        .filter(node -> image.expiryOf(node) == null)
        .filter(node -> node.expiry() != null && !node.expiry().isAfter(now))
        .toList();
  }

  private static String have(List<Node> nodes) {
    return devices(nodes) + (nodes.size() == 1 ? " has" : " have");
  }

  private static String devices(List<Node> nodes) {
    return nodes.size() == 1 ? "1 device" : nodes.size() + " devices";
  }

  private static String names(List<Node> nodes) {
    String first = nodes.stream().limit(NAMED).map(Node::label).collect(Collectors.joining(", "));
    return nodes.size() > NAMED ? first + " and " + (nodes.size() - NAMED) + " more" : first;
  }

  @Override
  public String object() {
    return ChangeTransition.OBJECT;
  }
}
