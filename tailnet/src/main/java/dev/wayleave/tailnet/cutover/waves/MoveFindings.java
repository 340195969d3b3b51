package dev.wayleave.tailnet.cutover.waves;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.Unmoved;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What keeps devices that have moved and devices that have not from reaching each other; to be
/// seen to before the first wave.
public final class MoveFindings {
  private MoveFindings() {}

  /// One for each device that the others may not reach.
  ///
  /// @param regions the DERP regions that devices here are told of
  public static List<Finding> of(Tailnet tailnet, Set<Long> regions) {
    List<Finding> findings = new ArrayList<>();
    for (Node node : tailnet.nodes()) {
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

  private static @Nullable Finding home(Node node, Unmoved unmoved, Set<Long> regions) {
    if (unmoved.homeDerp() == 0) {
      return Finding.action(
          "HOME_REGION_UNKNOWN",
          object(node),
          "At which relay it listens is not known: those who have moved reach it only where it"
              + " spoke to them first.",
          "Read the old plane again while it is connected there, with --derp-map, or from a"
              + " member's netmap; else move it in the first wave.");
    }
    if (!regions.contains((long) unmoved.homeDerp())) {
      return Finding.action(
          "HOME_REGION_NOT_SERVED",
          object(node),
          "It listens at the relay region "
              + unmoved.homeDerp()
              + ", which devices here are not told of.",
          "Import the old plane's DERP map with --derp-map before anybody moves.");
    }
    return null;
  }

  private static String object(Node node) {
    return "node " + node.label();
  }
}
