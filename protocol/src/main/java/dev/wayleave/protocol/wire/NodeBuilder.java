package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts a [Node] together, field by field.
public final class NodeBuilder {
  private long id;
  private String stableId = "";
  private String name = "";
  private long user;
  private long sharer;
  private NodeKey key = NodeKey.of(new byte[32]);
  private @Nullable Instant keyExpiry;
  private @Nullable String keySignature;
  private @Nullable MachineKey machine;
  private @Nullable DiscoKey discoKey;
  private List<String> addresses = List.of();
  private @Nullable List<String> allowedIps;
  private List<String> endpoints = List.of();
  private String legacyDerp = "";
  private long homeDerp;
  private @Nullable SharedHostinfo hostinfo;
  private @Nullable Instant created;
  private int cap;
  private List<String> tags = List.of();
  private List<String> primaryRoutes = List.of();
  private @Nullable Instant lastSeen;
  private @Nullable Boolean online;
  private boolean machineAuthorized;
  private Map<String, @Nullable List<JsonNode>> capMap = Map.of();
  private boolean unsignedPeerApiOnly;
  private String dataPlaneAuditLogId = "";
  private boolean expired;
  private @Nullable String selfNodeV4MasqAddrForThisPeer;
  private @Nullable String selfNodeV6MasqAddrForThisPeer;
  private boolean wireGuardOnly;
  private boolean jailed;
  private List<Resolver> exitNodeDnsResolvers = List.of();

  NodeBuilder() {}

  public NodeBuilder id(long id) {
    this.id = id;
    return this;
  }

  public NodeBuilder stableId(String stableId) {
    this.stableId = stableId;
    return this;
  }

  public NodeBuilder name(String name) {
    this.name = name;
    return this;
  }

  public NodeBuilder user(long user) {
    this.user = user;
    return this;
  }

  public NodeBuilder sharer(long sharer) {
    this.sharer = sharer;
    return this;
  }

  public NodeBuilder key(NodeKey key) {
    this.key = key;
    return this;
  }

  public NodeBuilder keyExpiry(@Nullable Instant keyExpiry) {
    this.keyExpiry = keyExpiry;
    return this;
  }

  public NodeBuilder keySignature(@Nullable String keySignature) {
    this.keySignature = keySignature;
    return this;
  }

  public NodeBuilder machine(@Nullable MachineKey machine) {
    this.machine = machine;
    return this;
  }

  public NodeBuilder discoKey(@Nullable DiscoKey discoKey) {
    this.discoKey = discoKey;
    return this;
  }

  public NodeBuilder addresses(List<String> addresses) {
    this.addresses = addresses;
    return this;
  }

  public NodeBuilder allowedIps(@Nullable List<String> allowedIps) {
    this.allowedIps = allowedIps;
    return this;
  }

  public NodeBuilder endpoints(List<String> endpoints) {
    this.endpoints = endpoints;
    return this;
  }

  public NodeBuilder legacyDerp(String legacyDerp) {
    this.legacyDerp = legacyDerp;
    return this;
  }

  public NodeBuilder homeDerp(long homeDerp) {
    this.homeDerp = homeDerp;
    return this;
  }

  public NodeBuilder hostinfo(@Nullable SharedHostinfo hostinfo) {
    this.hostinfo = hostinfo;
    return this;
  }

  public NodeBuilder created(@Nullable Instant created) {
    this.created = created;
    return this;
  }

  public NodeBuilder cap(int cap) {
    this.cap = cap;
    return this;
  }

  public NodeBuilder tags(List<String> tags) {
    this.tags = tags;
    return this;
  }

  public NodeBuilder primaryRoutes(List<String> primaryRoutes) {
    this.primaryRoutes = primaryRoutes;
    return this;
  }

  public NodeBuilder lastSeen(@Nullable Instant lastSeen) {
    this.lastSeen = lastSeen;
    return this;
  }

  public NodeBuilder online(@Nullable Boolean online) {
    this.online = online;
    return this;
  }

  public NodeBuilder machineAuthorized(boolean machineAuthorized) {
    this.machineAuthorized = machineAuthorized;
    return this;
  }

  public NodeBuilder capMap(Map<String, @Nullable List<JsonNode>> capMap) {
    this.capMap = capMap;
    return this;
  }

  public NodeBuilder unsignedPeerApiOnly(boolean unsignedPeerApiOnly) {
    this.unsignedPeerApiOnly = unsignedPeerApiOnly;
    return this;
  }

  public NodeBuilder dataPlaneAuditLogId(String dataPlaneAuditLogId) {
    this.dataPlaneAuditLogId = dataPlaneAuditLogId;
    return this;
  }

  public NodeBuilder expired(boolean expired) {
    this.expired = expired;
    return this;
  }

  public NodeBuilder selfNodeV4MasqAddrForThisPeer(@Nullable String selfNodeV4MasqAddrForThisPeer) {
    this.selfNodeV4MasqAddrForThisPeer = selfNodeV4MasqAddrForThisPeer;
    return this;
  }

  public NodeBuilder selfNodeV6MasqAddrForThisPeer(@Nullable String selfNodeV6MasqAddrForThisPeer) {
    this.selfNodeV6MasqAddrForThisPeer = selfNodeV6MasqAddrForThisPeer;
    return this;
  }

  public NodeBuilder wireGuardOnly(boolean wireGuardOnly) {
    this.wireGuardOnly = wireGuardOnly;
    return this;
  }

  public NodeBuilder jailed(boolean jailed) {
    this.jailed = jailed;
    return this;
  }

  public NodeBuilder exitNodeDnsResolvers(List<Resolver> exitNodeDnsResolvers) {
    this.exitNodeDnsResolvers = exitNodeDnsResolvers;
    return this;
  }

  public Node build() {
    return new Node(
        id,
        stableId,
        name,
        user,
        sharer,
        key,
        keyExpiry,
        keySignature,
        machine,
        discoKey,
        addresses,
        allowedIps,
        endpoints,
        legacyDerp,
        homeDerp,
        hostinfo,
        created,
        cap,
        tags,
        primaryRoutes,
        lastSeen,
        online,
        machineAuthorized,
        capMap,
        unsignedPeerApiOnly,
        dataPlaneAuditLogId,
        expired,
        selfNodeV4MasqAddrForThisPeer,
        selfNodeV6MasqAddrForThisPeer,
        wireGuardOnly,
        jailed,
        exitNodeDnsResolvers);
  }
}
