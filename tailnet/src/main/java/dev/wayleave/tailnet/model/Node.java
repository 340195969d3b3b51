package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A device in the tailnet.
///
/// Several nodes may share a machine key: a machine on which a second user logs in is a second
/// node.
///
/// @param stableId what clients call this node in their settings; see [StableNodeId]
/// @param hostname the name that the device gives itself, any text
/// @param givenName the name in MagicDNS, given by the control plane or an administrator
/// @param authKey the pre-auth key it registered with
/// @param advertisedRoutes what the device last said it can route, sorted
/// @param approvedRoutes what the administrator or an auto-approver lets it route, sorted
/// @param endpoints `ip:port` texts as received from the device
/// @param hostinfo the device's own description, the JSON text as received
/// @param capability the client's capability version when it was last heard; 0 where that is not
///   known
/// @param awaitingApproval whether an administrator has to let the device in before it sees anybody
/// @param unmoved set while the device still talks to the plane that the tailnet is leaving; null
///   once it has come here, and for every device that was never elsewhere
/// @param attributes posture attributes that somebody set on the device, by their whole name, for
///   example `custom:tier`
/// @param disabledExpiry when the login would end if key expiry, which is disabled, were enabled
///   again; null where nobody knows such a time, and always where the login does end
public record Node(
    NodeId id,
    StableNodeId stableId,
    MachineKey machineKey,
    NodeKey nodeKey,
    @Nullable DiscoKey discoKey,
    @Nullable IpAddress ipv4,
    @Nullable IpAddress ipv6,
    String hostname,
    String givenName,
    Owner owner,
    RegisterMethod registerMethod,
    @Nullable PreAuthKeyId authKey,
    boolean ephemeral,
    @Nullable Instant expiry,
    @Nullable Instant lastSeen,
    @Nullable Instant createdAt,
    List<IpPrefix> advertisedRoutes,
    List<IpPrefix> approvedRoutes,
    List<String> endpoints,
    @Nullable String hostinfo,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int capability,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean awaitingApproval,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, CustomAttribute> attributes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Unmoved unmoved,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant disabledExpiry)
    implements TailnetEntity {
  public Node {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    advertisedRoutes = advertisedRoutes.stream().distinct().sorted().toList();
    approvedRoutes = approvedRoutes.stream().distinct().sorted().toList();
    endpoints = List.copyOf(endpoints);
    disabledExpiry = expiry == null ? disabledExpiry : null;
    if (ipv4 != null && !(ipv4 instanceof IpAddress.V4)) {
      throw new IllegalArgumentException("node " + id + ": " + ipv4 + " is not an IPv4 address");
    }
    if (ipv6 != null && !(ipv6 instanceof IpAddress.V6)) {
      throw new IllegalArgumentException("node " + id + ": " + ipv6 + " is not an IPv6 address");
    }
  }

  /// A device as a control plane without approval and attributes knows it.
  public Node(
      NodeId id,
      StableNodeId stableId,
      MachineKey machineKey,
      NodeKey nodeKey,
      @Nullable DiscoKey discoKey,
      @Nullable IpAddress ipv4,
      @Nullable IpAddress ipv6,
      String hostname,
      String givenName,
      Owner owner,
      RegisterMethod registerMethod,
      @Nullable PreAuthKeyId authKey,
      boolean ephemeral,
      @Nullable Instant expiry,
      @Nullable Instant lastSeen,
      @Nullable Instant createdAt,
      List<IpPrefix> advertisedRoutes,
      List<IpPrefix> approvedRoutes,
      List<String> endpoints,
      @Nullable String hostinfo) {
    this(
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
        0,
        false,
        Map.of(),
        null,
        null);
  }

  /// What to call this node in a sentence.
  public String label() {
    return givenName.isEmpty() ? (hostname.isEmpty() ? "node " + id : hostname) : givenName;
  }

  /// The same node with other approved routes.
  public Node withApprovedRoutes(List<IpPrefix> routes) {
    return change().approvedRoutes(routes).build();
  }

  /// Begins a copy in which some things are different.
  public NodeDraft change() {
    return new NodeDraft(this);
  }
}
