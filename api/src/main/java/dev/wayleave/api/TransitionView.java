package dev.wayleave.api;

import dev.wayleave.tailnet.inventory.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a tailnet has moved away from another plane.
///
/// @param plane which, for example `tailscale`
/// @param controlUrl the URL that devices which have not moved still hold
/// @param magicDnsSuffix the suffix of that plane's names, which still resolve; empty where they do
///   not
/// @param expiryHeldSince since when no key of a device expires; null where they do
/// @param endedAt when the move was ended; null while it is under way
/// @param total how many devices came from that plane
/// @param rekeyed how many of them came with another node key
/// @param sharedAddresses the addresses that devices of others have on that plane which are shared
///   with this tailnet; nobody gets them here until the move ends, and then there are none
/// @param findings what to see to, before the first wave and before the end
public record TransitionView(
    String plane,
    String controlUrl,
    String magicDnsSuffix,
    @Nullable Instant expiryHeldSince,
    @Nullable Instant endedAt,
    int total,
    int moved,
    int unmoved,
    int rekeyed,
    List<String> sharedAddresses,
    List<TransitionNodeView> nodes,
    List<Finding> findings) {
  public TransitionView {
    sharedAddresses = List.copyOf(sharedAddresses);
    nodes = List.copyOf(nodes);
    findings = List.copyOf(findings);
  }
}
