package dev.wayleave.coordinator.map;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Everything beside the node itself on which its form as a peer depends. Viewers to whom it is the
/// same are sent the same bytes.
///
/// @param keyExpiry as the peer's key expires here; null where it does not
/// @param lastSeen null while it is online, or where nobody remembers
/// @param withoutIpv4 see [PeerTraits]
record PeerForm(
    String baseDomain,
    long user,
    boolean online,
    @Nullable Instant lastSeen,
    @Nullable Instant keyExpiry,
    boolean expired,
    boolean withoutIpv4,
    boolean subdomains,
    Routed routed) {}
