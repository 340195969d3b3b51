package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.UserId;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;

/// What a viewer was told within one stream, as far as deltas depend on it.
///
/// Nobody changes the bit sets once they are in here.
///
/// @param peers indexes (of [Basis#slots]) of the peers it knows
/// @param profiles the users whose profiles it has
/// @param digests of the parts that are only sent when they change (self, filter, SSH, DNS, DERP)
public record Told(BitSet peers, Set<UserId> profiles, Digests digests, Basis basis) {
  public Told {
    profiles = Set.copyOf(profiles);
  }

  /// Hash codes of the last JSON of each part; 0 where it was never sent.
  public record Digests(long self, long filter, long ssh, long dns, long derp) {}

  /// From what peers were made. Viewers share the large parts.
  ///
  /// @param slots what the indexes meant: they may mean other nodes later
  /// @param traits what the policy in force made of peers
  /// @param tailnet the tailnet's name
  /// @param baseDomain in which all names were
  /// @param waiting whether the viewer waited for approval, and so was told of nobody
  /// @param expired indexes of the peers that it knows as expired
  /// @param routed what leads through the peers that carry more than their own addresses
  public record Basis(
      Slots slots,
      PeerTraits traits,
      String tailnet,
      String baseDomain,
      boolean waiting,
      BitSet expired,
      Map<NodeId, Routed> routed) {
    public Basis {
      routed = Map.copyOf(routed);
    }
  }
}
