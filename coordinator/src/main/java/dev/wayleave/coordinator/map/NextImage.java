package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.coordinator.route.StickyChoice;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.Policy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The image after a step, and what is different in it.
///
/// @param differences of the nodes that are new, gone or different
/// @param users those whose change shows to anybody, see [UserDifference]
/// @param rules whether the policy was worked out again, with the same text
/// @param routes whether only who carries traffic was
record NextImage(
    NetworkImage image,
    Map<NodeId, NodeDifference> differences,
    Set<UserId> users,
    boolean rules,
    boolean routes) {

  /// Makes images, each from the one before.
  static final class Maker {
    private final PolicyInForce inForce;
    private final Function<Tailnet, SettingsInForce> settings;

    Maker(PolicyInForce inForce, Function<Tailnet, SettingsInForce> settings) {
      this.inForce = inForce;
      this.settings = settings;
    }

    /// @param carriers the last word on who carries subnets
    NetworkImage first(
        Tailnet tailnet, Presence presence, DerpMap derpMap, Map<IpPrefix, NodeId> carriers) {
      Directory directory = Directory.of(tailnet);
      Policy text = inForce.of(tailnet, directory);
      TailnetPolicy policy =
          TailnetPolicy.of(
              text,
              directory,
              StickyChoice.after(Map.of(), carriers, new BothPlanes(tailnet, presence)));
      return new NetworkImage(tailnet, policy, presence, derpMap, settings.apply(tailnet));
    }

    /// @param carriers the last word on who carries subnets
    /// @param reachability whether a router can carry traffic that could not, or the other way
    NextImage next(
        NetworkImage before,
        Folded folded,
        Presence presence,
        Map<IpPrefix, NodeId> carriers,
        boolean reachability,
        DerpMap derpMap) {
      Tailnet tailnet = folded.image();
      Map<NodeId, NodeDifference> differences = new LinkedHashMap<>();
      for (NodeId id : folded.nodes()) {
        differences.put(
            id,
            NodeDifference.between(
                before.tailnet().node(id).orElse(null), tailnet.node(id).orElse(null)));
      }
      // Whether somebody takes part is all that others are told of them.
      Set<UserId> users = UserDifference.among(folded.users(), before.tailnet(), tailnet);
      for (NodeId id : HeldBack.changed(before.tailnet(), tailnet, users)) {
        differences.put(id, NodeDifference.WHOLE);
      }
      boolean asked =
          !users.isEmpty() || differences.values().stream().anyMatch(NodeDifference::rules);
      TailnetPolicy policy = before.policy();
      StickyChoice choice =
          StickyChoice.after(
              policy.network().primaries(), carriers, new BothPlanes(tailnet, presence));
      boolean anew = folded.reloaded() || folded.policy();
      if (anew) {
        // The directory goes on: streams know their peers by its indexes.
        Directory directory = policy.directory().next(tailnet);
        policy = TailnetPolicy.of(inForce.of(tailnet, directory), directory, choice);
      } else if (asked) {
        policy = policy.on(policy.directory().next(tailnet)).with(choice);
      } else if (reachability) {
        policy = policy.with(choice);
      }
      boolean same = tailnet == before.tailnet();
      return new NextImage(
          new NetworkImage(
              tailnet,
              policy,
              presence,
              derpMap,
              same ? before.settings() : settings.apply(tailnet)),
          differences,
          users,
          !anew && asked,
          !anew && !asked && reachability);
    }
  }
}
