package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts a [MapResponse] together, field by field.
public final class MapResponseBuilder {
  private String mapSessionHandle = "";
  private long seq;
  private boolean keepAlive;
  private @Nullable PingRequest pingRequest;
  private String popBrowserUrl = "";
  private @Nullable Node node;
  private @Nullable DerpMap derpMap;
  private List<Node> peers = List.of();
  private List<Node> peersChanged = List.of();
  private List<Long> peersRemoved = List.of();
  private List<PeerChange> peersChangedPatch = List.of();
  private Map<Long, Boolean> peerSeenChange = Map.of();
  private Map<Long, Boolean> onlineChange = Map.of();
  private @Nullable DnsConfig dnsConfig;
  private String domain = "";
  private @Nullable Boolean collectServices;
  private @Nullable List<FilterRule> packetFilter;
  private Map<String, @Nullable List<FilterRule>> packetFilters = Map.of();
  private List<UserProfile> userProfiles = List.of();
  private @Nullable List<String> health;
  private Map<String, @Nullable DisplayMessage> displayMessages = Map.of();
  private @Nullable SshPolicy sshPolicy;
  private @Nullable Instant controlTime;
  private @Nullable JsonNode tailnetLock;
  private String domainDataPlaneAuditLogId = "";
  private @Nullable DebugSettings debug;
  private @Nullable ControlDialPlan controlDialPlan;
  private @Nullable ClientVersion clientVersion;
  private @Nullable Boolean defaultAutoUpdate;

  MapResponseBuilder() {}

  public MapResponseBuilder mapSessionHandle(String mapSessionHandle) {
    this.mapSessionHandle = mapSessionHandle;
    return this;
  }

  public MapResponseBuilder seq(long seq) {
    this.seq = seq;
    return this;
  }

  public MapResponseBuilder keepAlive(boolean keepAlive) {
    this.keepAlive = keepAlive;
    return this;
  }

  public MapResponseBuilder pingRequest(@Nullable PingRequest pingRequest) {
    this.pingRequest = pingRequest;
    return this;
  }

  public MapResponseBuilder popBrowserUrl(String popBrowserUrl) {
    this.popBrowserUrl = popBrowserUrl;
    return this;
  }

  public MapResponseBuilder node(@Nullable Node node) {
    this.node = node;
    return this;
  }

  public MapResponseBuilder derpMap(@Nullable DerpMap derpMap) {
    this.derpMap = derpMap;
    return this;
  }

  public MapResponseBuilder peers(List<Node> peers) {
    this.peers = peers;
    return this;
  }

  public MapResponseBuilder peersChanged(List<Node> peersChanged) {
    this.peersChanged = peersChanged;
    return this;
  }

  public MapResponseBuilder peersRemoved(List<Long> peersRemoved) {
    this.peersRemoved = peersRemoved;
    return this;
  }

  public MapResponseBuilder peersChangedPatch(List<PeerChange> peersChangedPatch) {
    this.peersChangedPatch = peersChangedPatch;
    return this;
  }

  public MapResponseBuilder peerSeenChange(Map<Long, Boolean> peerSeenChange) {
    this.peerSeenChange = peerSeenChange;
    return this;
  }

  public MapResponseBuilder onlineChange(Map<Long, Boolean> onlineChange) {
    this.onlineChange = onlineChange;
    return this;
  }

  public MapResponseBuilder dnsConfig(@Nullable DnsConfig dnsConfig) {
    this.dnsConfig = dnsConfig;
    return this;
  }

  public MapResponseBuilder domain(String domain) {
    this.domain = domain;
    return this;
  }

  public MapResponseBuilder collectServices(@Nullable Boolean collectServices) {
    this.collectServices = collectServices;
    return this;
  }

  public MapResponseBuilder packetFilter(@Nullable List<FilterRule> packetFilter) {
    this.packetFilter = packetFilter;
    return this;
  }

  public MapResponseBuilder packetFilters(Map<String, @Nullable List<FilterRule>> packetFilters) {
    this.packetFilters = packetFilters;
    return this;
  }

  public MapResponseBuilder userProfiles(List<UserProfile> userProfiles) {
    this.userProfiles = userProfiles;
    return this;
  }

  public MapResponseBuilder health(@Nullable List<String> health) {
    this.health = health;
    return this;
  }

  public MapResponseBuilder displayMessages(Map<String, @Nullable DisplayMessage> displayMessages) {
    this.displayMessages = displayMessages;
    return this;
  }

  public MapResponseBuilder sshPolicy(@Nullable SshPolicy sshPolicy) {
    this.sshPolicy = sshPolicy;
    return this;
  }

  public MapResponseBuilder controlTime(@Nullable Instant controlTime) {
    this.controlTime = controlTime;
    return this;
  }

  public MapResponseBuilder tailnetLock(@Nullable JsonNode tailnetLock) {
    this.tailnetLock = tailnetLock;
    return this;
  }

  public MapResponseBuilder domainDataPlaneAuditLogId(String domainDataPlaneAuditLogId) {
    this.domainDataPlaneAuditLogId = domainDataPlaneAuditLogId;
    return this;
  }

  public MapResponseBuilder debug(@Nullable DebugSettings debug) {
    this.debug = debug;
    return this;
  }

  public MapResponseBuilder controlDialPlan(@Nullable ControlDialPlan controlDialPlan) {
    this.controlDialPlan = controlDialPlan;
    return this;
  }

  public MapResponseBuilder clientVersion(@Nullable ClientVersion clientVersion) {
    this.clientVersion = clientVersion;
    return this;
  }

  public MapResponseBuilder defaultAutoUpdate(@Nullable Boolean defaultAutoUpdate) {
    this.defaultAutoUpdate = defaultAutoUpdate;
    return this;
  }

  public MapResponse build() {
    return new MapResponse(
        mapSessionHandle,
        seq,
        keepAlive,
        pingRequest,
        popBrowserUrl,
        node,
        derpMap,
        peers,
        peersChanged,
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
