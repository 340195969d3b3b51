package dev.wayleave.tailnet.cutover.waves;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.Unmoved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What keeps devices that have moved and devices that have not from reaching each other; to be
/// seen to before the first wave.
public final class MoveFindings {
  private MoveFindings() {}

  /// One for each device that the others may not reach, or take for another.
  ///
  /// @param regions the DERP regions that devices here are told of; empty where that is not known
  ///   yet
  public static List<Finding> of(Tailnet tailnet, Optional<Set<Long>> regions) {
    List<Finding> findings = new ArrayList<>();
    Optional<Transition> move = tailnet.transition();
    for (Node node : tailnet.nodes()) {
      move.flatMap(one -> shared(node, one)).ifPresent(findings::add);
      Unmoved unmoved = node.unmoved();
      if (unmoved == null || !tailnet.isElsewhere(node)) {
        continue;
      }
      Finding home = home(node, unmoved, regions);
      if (home != null) {
        findings.add(home);
      }
      if (node.nodeKey().isZero()) {
        findings.add(
            Finding.action(
                "NODE_KEY_UNKNOWN",
                object(node),
                "Its node key is not known, so that nobody here is told of it and it comes as a"
                    + " device with a new key.",
                "Read the old plane again once it has been connected there; else move it last."));
      }
    }
    return findings;
  }

  private static @Nullable Finding home(Node node, Unmoved unmoved, Optional<Set<Long>> regions) {
    if (unmoved.homeDerp() == 0) {
      return Finding.action(
          "HOME_REGION_UNKNOWN",
          object(node),
          "At which relay it listens is not known: those who have moved reach it only where it"
              + " spoke to them first.",
          "Read the old plane again while it is connected there, with --derp-map, or from a"
              + " member's netmap; else move it in the first wave.");
    }
    long region = unmoved.homeDerp();
    if (regions.filter(told -> !told.contains(region)).isPresent()) {
      return Finding.action(
          "HOME_REGION_NOT_SERVED",
          object(node),
          "It listens at the relay region " + region + ", which devices here are not told of.",
          "Import the old plane's DERP map with --derp-map before anybody moves.");
    }
    return null;
  }

  /// Devices here that were given an address before anybody knew that it is a shared device's.
  private static Optional<Finding> shared(Node node, Transition move) {
    return Stream.of(node.ipv4(), node.ipv6())
        .flatMap(Stream::ofNullable)
        .filter(move::reserves)
        .findFirst()
        .map(address ->
            Finding.action(
                "SHARED_ADDRESS_IN_USE",
                object(node),
                "Its address "
                    + address
                    + " is that of a device on the old plane which is shared with this tailnet: who"
                    + " has moved reaches this one there, who has not reaches that one.",
                "Delete the node and let its device log in again, so that it gets another address;"
                    + " or end the share."));
  }

  private static String object(Node node) {
    return Labels.object(node);
  }
}
