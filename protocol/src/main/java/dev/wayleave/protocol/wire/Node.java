package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A node as clients see it: themselves or a peer.
///
/// @param id never used twice; below 2⁵³
/// @param stableId what settings of clients and SSH rules name a node by
/// @param name fully qualified, with the dot at the end; what follows the first label of the
///   client's own name is its MagicDNS suffix
/// @param user the owner, who must be among the profiles; tagged nodes have an owner who stands for
///   all of them
/// @param keyExpiry null, or zero on the wire, for never
/// @param keySignature by Tailnet Lock, in base64
/// @param discoKey a peer without one is dropped, unless it speaks WireGuard only
/// @param addresses its own, as prefixes of full length
/// @param allowedIps what is routed to it: its addresses, approved routes of which it is the
///   primary, both default routes of an exit node; null, from capability version 112, for its
///   addresses alone, and empty for nothing
/// @param endpoints where it may be reached directly
/// @param legacyDerp `127.3.3.40:` and the home region, for clients before capability version 111
/// @param homeDerp its home region, 0 if it has none yet
/// @param created null also if it is zero on the wire
/// @param cap its capability version; from 26 on clients use it as DNS proxy when it is their exit
///   node
/// @param primaryRoutes the subnet routes of which it is the primary, not the default routes
/// @param lastSeen only of nodes that are offline
/// @param online null if that is not known
/// @param machineAuthorized false makes the client itself wait for approval; peers that wait are
///   not sent
/// @param capMap features of the client itself, or what matters of a peer; each with its arguments,
///   null or empty without any
/// @param jailed whether it may answer connections of this client, but begin none
/// @param exitNodeDnsResolvers of exit nodes that speak WireGuard only
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Node(
    @Always @JsonProperty("ID") long id,
    @Always @JsonProperty("StableID") String stableId,
    @Always @JsonProperty("Name") String name,
    @Always @JsonProperty("User") long user,
    @JsonProperty("Sharer") long sharer,
    @Always @JsonProperty("Key") NodeKey key,
    @OrAbsent @JsonProperty("KeyExpiry") @Nullable Instant keyExpiry,
    @OrAbsent @JsonProperty("KeySignature") @Nullable String keySignature,
    @OrAbsent @JsonProperty("Machine") @Nullable MachineKey machine,
    @OrAbsent @JsonProperty("DiscoKey") @Nullable DiscoKey discoKey,
    @Always @JsonProperty("Addresses") List<String> addresses,
    @OrAbsent @JsonProperty("AllowedIPs") @Nullable List<String> allowedIps,
    @JsonProperty("Endpoints") List<String> endpoints,
    @JsonProperty("DERP") String legacyDerp,
    @JsonProperty("HomeDERP") long homeDerp,
    @OrAbsent @JsonProperty("Hostinfo") @Nullable SharedHostinfo hostinfo,
    @OrAbsent @JsonProperty("Created") @Nullable Instant created,
    @JsonProperty("Cap") int cap,
    @JsonProperty("Tags") List<String> tags,
    @JsonProperty("PrimaryRoutes") List<String> primaryRoutes,
    @OrAbsent @JsonProperty("LastSeen") @Nullable Instant lastSeen,
    @OrAbsent @JsonProperty("Online") @Nullable Boolean online,
    @JsonProperty("MachineAuthorized") boolean machineAuthorized,
    @JsonProperty("CapMap") Map<String, @Nullable List<JsonNode>> capMap,
    @JsonProperty("UnsignedPeerAPIOnly") boolean unsignedPeerApiOnly,
    @JsonProperty("DataPlaneAuditLogID") String dataPlaneAuditLogId,
    @JsonProperty("Expired") boolean expired,
    @OrAbsent @JsonProperty("SelfNodeV4MasqAddrForThisPeer")
        @Nullable String selfNodeV4MasqAddrForThisPeer,
    @OrAbsent @JsonProperty("SelfNodeV6MasqAddrForThisPeer")
        @Nullable String selfNodeV6MasqAddrForThisPeer,
    @JsonProperty("IsWireGuardOnly") boolean wireGuardOnly,
    @JsonProperty("IsJailed") boolean jailed,
    @JsonProperty("ExitNodeDNSResolvers") List<Resolver> exitNodeDnsResolvers) {
  public Node {
    keyExpiry = ZeroTime.unlessZero(keyExpiry);
    addresses = List.copyOf(addresses);
    allowedIps = allowedIps == null ? null : List.copyOf(allowedIps);
    endpoints = List.copyOf(endpoints);
    created = ZeroTime.unlessZero(created);
    tags = List.copyOf(tags);
    primaryRoutes = List.copyOf(primaryRoutes);
    capMap = Ordered.copyOf(capMap);
    exitNodeDnsResolvers = List.copyOf(exitNodeDnsResolvers);
  }

  /// Begins one; every field that is not set keeps its zero value.
  public static NodeBuilder builder() {
    return new NodeBuilder();
  }
}
