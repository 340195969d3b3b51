package dev.wayleave.tailnet.model;

import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A copy of a node in the making: what is not set stays as it was.
public final class NodeDraft {
  private final NodeId id;
  private final StableNodeId stableId;
  private MachineKey machineKey;
  private NodeKey nodeKey;
  private @Nullable DiscoKey discoKey;
  private @Nullable IpAddress ipv4;
  private @Nullable IpAddress ipv6;
  private String hostname;
  private String givenName;
  private Owner owner;
  private RegisterMethod registerMethod;
  private @Nullable PreAuthKeyId authKey;
  private boolean ephemeral;
  private @Nullable Instant expiry;
  private @Nullable Instant lastSeen;
  private final @Nullable Instant createdAt;
  private List<IpPrefix> advertisedRoutes;
  private List<IpPrefix> approvedRoutes;
  private List<String> endpoints;
  private @Nullable String hostinfo;
  private int capability;
  private boolean awaitingApproval;
  private Map<String, CustomAttribute> attributes;
  private @Nullable Unmoved unmoved;
  private @Nullable Instant disabledExpiry;

  NodeDraft(Node node) {
    id = node.id();
    stableId = node.stableId();
    machineKey = node.machineKey();
    nodeKey = node.nodeKey();
    discoKey = node.discoKey();
    ipv4 = node.ipv4();
    ipv6 = node.ipv6();
    hostname = node.hostname();
    givenName = node.givenName();
    owner = node.owner();
    registerMethod = node.registerMethod();
    authKey = node.authKey();
    ephemeral = node.ephemeral();
    expiry = node.expiry();
    lastSeen = node.lastSeen();
    createdAt = node.createdAt();
    advertisedRoutes = node.advertisedRoutes();
    approvedRoutes = node.approvedRoutes();
    endpoints = node.endpoints();
    hostinfo = node.hostinfo();
    capability = node.capability();
    awaitingApproval = node.awaitingApproval();
    attributes = node.attributes();
    unmoved = node.unmoved();
    disabledExpiry = node.disabledExpiry();
  }

  public NodeDraft machineKey(MachineKey machineKey) {
    this.machineKey = machineKey;
    return this;
  }

  public NodeDraft nodeKey(NodeKey nodeKey) {
    this.nodeKey = nodeKey;
    return this;
  }

  public NodeDraft discoKey(@Nullable DiscoKey discoKey) {
    this.discoKey = discoKey;
    return this;
  }

  public NodeDraft ipv4(@Nullable IpAddress ipv4) {
    this.ipv4 = ipv4;
    return this;
  }

  public NodeDraft ipv6(@Nullable IpAddress ipv6) {
    this.ipv6 = ipv6;
    return this;
  }

  public NodeDraft hostname(String hostname) {
    this.hostname = hostname;
    return this;
  }

  public NodeDraft givenName(String givenName) {
    this.givenName = givenName;
    return this;
  }

  public NodeDraft owner(Owner owner) {
    this.owner = owner;
    return this;
  }

  public NodeDraft registerMethod(RegisterMethod registerMethod) {
    this.registerMethod = registerMethod;
    return this;
  }

  public NodeDraft authKey(@Nullable PreAuthKeyId authKey) {
    this.authKey = authKey;
    return this;
  }

  public NodeDraft ephemeral(boolean ephemeral) {
    this.ephemeral = ephemeral;
    return this;
  }

  public NodeDraft expiry(@Nullable Instant expiry) {
    this.expiry = expiry;
    return this;
  }

  public NodeDraft lastSeen(@Nullable Instant lastSeen) {
    this.lastSeen = lastSeen;
    return this;
  }

  public NodeDraft advertisedRoutes(List<IpPrefix> advertisedRoutes) {
    this.advertisedRoutes = advertisedRoutes;
    return this;
  }

  public NodeDraft approvedRoutes(List<IpPrefix> approvedRoutes) {
    this.approvedRoutes = approvedRoutes;
    return this;
  }

  public NodeDraft endpoints(List<String> endpoints) {
    this.endpoints = endpoints;
    return this;
  }

  public NodeDraft hostinfo(@Nullable String hostinfo) {
    this.hostinfo = hostinfo;
    return this;
  }

  public NodeDraft capability(int capability) {
    this.capability = capability;
    return this;
  }

  public NodeDraft awaitingApproval(boolean awaitingApproval) {
    this.awaitingApproval = awaitingApproval;
    return this;
  }

  public NodeDraft attributes(Map<String, CustomAttribute> attributes) {
    this.attributes = attributes;
    return this;
  }

  public NodeDraft unmoved(@Nullable Unmoved unmoved) {
    this.unmoved = unmoved;
    return this;
  }

  public NodeDraft disabledExpiry(@Nullable Instant disabledExpiry) {
    this.disabledExpiry = disabledExpiry;
    return this;
  }

  public Node build() {
    return new Node(
        id,
        stableId,
        machineKey,
        nodeKey,
        discoKey,
        ipv4,
        ipv6,
        hostname,
        givenName,
        owner,
        registerMethod,
        authKey,
        ephemeral,
        expiry,
        lastSeen,
        createdAt,
        advertisedRoutes,
        approvedRoutes,
        endpoints,
        hostinfo,
        capability,
        awaitingApproval,
        attributes,
        unmoved,
        disabledExpiry);
  }
}
