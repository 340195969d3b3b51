package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `POST /machine/map`, answer: one frame of a stream.
///
/// Each frame is its length (4, little-endian) and then this as JSON, compressed by zstd. The first
/// one that is no keep-alive has `node`, `derpMap` and everything else that is not empty. A later
/// one has what changed: **what is not there is unchanged**, within the same HTTP answer; a new one
/// begins from nothing. So for most fields there are three cases: absent (null here), empty, and
/// filled.
///
/// @param keepAlive if true, only `pingRequest`, `controlTime`, `popBrowserUrl`, `clientVersion`
///   and `controlDialPlan` count
/// @param node the client itself, as a whole
/// @param derpMap without any a client never comes up
/// @param peers all peers, by rising ID; an empty list changes nothing, `peersRemoved` removes
/// @param peersChanged new peers, and changed ones as a whole, by rising ID
/// @param peersChangedPatch applied after the other peers' fields; better sent without them
/// @param peerSeenChange true for "seen now", false for "not known when"
/// @param domain the tailnet's name
/// @param packetFilter the filter called `base`; empty lets nothing in, and so does a stream that
///   never had one
/// @param packetFilters filters by name, each replaced as a whole; null removes one, and null for
///   `*` all that were there before
/// @param userProfiles new and changed ones
/// @param health what is wrong with the node, for clients before capability version 117; empty if
///   nothing is
/// @param displayMessages the same from 117 on, never with the former: by ID, null removes one, and
///   null for `*` all that were there before
/// @param sshPolicy without rules nobody is let in any more
/// @param controlTime lets clients with a wrong clock judge when keys expire
/// @param tailnetLock absent from the first frame if Tailnet Lock is off
/// @param defaultAutoUpdate for clients before capability version 131; later ones look for
///   `default-auto-update` in the node's capabilities
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record MapResponse(
    @JsonProperty("MapSessionHandle") String mapSessionHandle,
    @JsonProperty("Seq") long seq,
    @JsonProperty("KeepAlive") boolean keepAlive,
    @OrAbsent @JsonProperty("PingRequest") @Nullable PingRequest pingRequest,
    @JsonProperty("PopBrowserURL") String popBrowserUrl,
    @OrAbsent @JsonProperty("Node") @Nullable Node node,
    @OrAbsent @JsonProperty("DERPMap") @Nullable DerpMap derpMap,
    @JsonProperty("Peers") List<Node> peers,
    @JsonProperty("PeersChanged") List<Node> peersChanged,
    @JsonProperty("PeersRemoved") List<Long> peersRemoved,
    @JsonProperty("PeersChangedPatch") List<PeerChange> peersChangedPatch,
    @JsonProperty("PeerSeenChange") Map<Long, Boolean> peerSeenChange,
    @JsonProperty("OnlineChange") Map<Long, Boolean> onlineChange,
    @OrAbsent @JsonProperty("DNSConfig") @Nullable DnsConfig dnsConfig,
    @JsonProperty("Domain") String domain,
    @OrAbsent @JsonProperty("CollectServices") @Nullable Boolean collectServices,
    @OrAbsent @JsonProperty("PacketFilter") @Nullable List<FilterRule> packetFilter,
    @JsonProperty("PacketFilters") Map<String, @Nullable List<FilterRule>> packetFilters,
    @JsonProperty("UserProfiles") List<UserProfile> userProfiles,
    @OrAbsent @JsonProperty("Health") @Nullable List<String> health,
    @JsonProperty("DisplayMessages") Map<String, @Nullable DisplayMessage> displayMessages,
    @OrAbsent @JsonProperty("SSHPolicy") @Nullable SshPolicy sshPolicy,
    @OrAbsent @JsonProperty("ControlTime") @Nullable Instant controlTime,
    @OrAbsent @JsonProperty("TKAInfo") @Nullable JsonNode tailnetLock,
    @JsonProperty("DomainDataPlaneAuditLogID") String domainDataPlaneAuditLogId,
    @OrAbsent @JsonProperty("Debug") @Nullable DebugSettings debug,
    @OrAbsent @JsonProperty("ControlDialPlan") @Nullable ControlDialPlan controlDialPlan,
    @OrAbsent @JsonProperty("ClientVersion") @Nullable ClientVersion clientVersion,
    @OrAbsent @JsonProperty("DefaultAutoUpdate") @Nullable Boolean defaultAutoUpdate) {
  /// Shows that the stream lives; a client gives it up after 120 s without any frame.
  public static final MapResponse KEEP_ALIVE = builder().keepAlive(true).build();

  public MapResponse {
    peers = List.copyOf(peers);
    peersChanged = List.copyOf(peersChanged);
    peersRemoved = List.copyOf(peersRemoved);
    peersChangedPatch = List.copyOf(peersChangedPatch);
    peerSeenChange = Ordered.copyOf(peerSeenChange);
    onlineChange = Ordered.copyOf(onlineChange);
    packetFilter = packetFilter == null ? null : List.copyOf(packetFilter);
    packetFilters = Ordered.copyOf(packetFilters);
    userProfiles = List.copyOf(userProfiles);
    health = health == null ? null : List.copyOf(health);
    displayMessages = Ordered.copyOf(displayMessages);
  }

  /// A message that says nothing yet.
  public static MapResponseBuilder builder() {
    return new MapResponseBuilder();
  }

  /// The same without `peers` and `peersChanged`, for whoever writes these apart.
  public MapResponse withoutPeers() {
    return new MapResponse(
        mapSessionHandle,
        seq,
        keepAlive,
        pingRequest,
        popBrowserUrl,
        node,
        derpMap,
        List.of(),
        List.of(),
        peersRemoved,
        peersChangedPatch,
        peerSeenChange,
        onlineChange,
        dnsConfig,
        domain,
        collectServices,
        packetFilter,
        packetFilters,
        userProfiles,
        health,
        displayMessages,
        sshPolicy,
        controlTime,
        tailnetLock,
        domainDataPlaneAuditLogId,
        debug,
        controlDialPlan,
        clientVersion,
        defaultAutoUpdate);
  }
}
