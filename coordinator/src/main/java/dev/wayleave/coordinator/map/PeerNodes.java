package dev.wayleave.coordinator.map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.NodeBuilder;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Nodes as the wire has them.
final class PeerNodes {
  private PeerNodes() {}

  /// Whether others can be told of a node that takes part.
  static boolean isPresentable(dev.wayleave.tailnet.model.Node node, boolean withoutIpv4) {
    return !node.nodeKey().isZero()
        && node.id().value() > 0
        && (node.ipv6() != null || (node.ipv4() != null && !withoutIpv4));
  }

  /// A node as a peer.
  ///
  /// An expired one is shown without ways to reach it, as clients show one whose key they see
  /// expire. Where nothing but its own addresses leads to it, the routes are left out: from
  /// capability version 112 that says the same.
  static Node peer(
      dev.wayleave.tailnet.model.Node node,
      SharedDetails details,
      PeerForm form,
      Map<String, @Nullable List<JsonNode>> capabilities) {
    List<String> addresses = addresses(node, form.withoutIpv4());
    List<String> subnets = texts(form.routed().subnets());
    List<String> allowed = new ArrayList<>(addresses);
    allowed.addAll(subnets);
    allowed.addAll(texts(form.routed().exits()));
    return shared(node, details, form.baseDomain(), form.user())
        .keyExpiry(form.keyExpiry())
        .addresses(addresses)
        .allowedIps(form.routed().isNothing() ? null : allowed)
        .primaryRoutes(subnets)
        .endpoints(form.expired() ? List.of() : details.endpoints())
        .homeDerp(form.expired() ? 0 : details.homeDerp())
        .cap(node.capability())
        .expired(form.expired())
        .online(form.online())
        .lastSeen(form.lastSeen())
        .machineAuthorized(true)
        .capMap(capabilities)
        .build();
  }

  /// What a node is told of itself and others are told of it alike.
  static NodeBuilder shared(
      dev.wayleave.tailnet.model.Node node, SharedDetails details, String baseDomain, long user) {
    return Node.builder()
        .id(node.id().value())
        .stableId(node.stableId().value())
        .name(Names.full(node, baseDomain))
        .user(user)
        .key(node.nodeKey())
        .machine(node.machineKey())
        .discoKey(discoKey(node))
        .hostinfo(details.hostinfo())
        .created(node.createdAt())
        .tags(tags(node));
  }

  /// A client drops a peer without a disco key, which a node has that was imported from where
  /// nobody is told it. One that nobody holds the private half of lets such a peer be reached
  /// through relays until it tells its own.
  static DiscoKey discoKey(dev.wayleave.tailnet.model.Node node) {
    DiscoKey key = node.discoKey();
    if (key != null && !key.isZero()) {
      return key;
    }
    try {
      String text = "disco key of " + node.nodeKey();
      return DiscoKey.of(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  static List<String> addresses(dev.wayleave.tailnet.model.Node node, boolean withoutIpv4) {
    return Stream.<Optional<IpAddress>>of(
            withoutIpv4 ? Optional.empty() : Optional.ofNullable(node.ipv4()),
            Optional.ofNullable(node.ipv6()))
        .flatMap(Optional::stream)
        .map(address -> new IpPrefix(address, address.bits()).toString())
        .toList();
  }

  static List<String> texts(List<IpPrefix> prefixes) {
    return prefixes.stream().map(IpPrefix::toString).toList();
  }

  private static List<String> tags(dev.wayleave.tailnet.model.Node node) {
    return node.owner() instanceof Owner.OfTags owned
        ? owned.tags().stream().map(TagName::value).toList()
        : List.of();
  }
}
