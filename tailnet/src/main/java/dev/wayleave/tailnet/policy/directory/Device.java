package dev.wayleave.tailnet.policy.directory;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A node as a policy sees it.
///
/// @param node what it was made of
/// @param index its number in bit sets; kept from one image to the next, and given anew only when
///   its device is gone
/// @param person its user; null where tags own it, or nobody
/// @param tags its tags; empty where a user owns it
/// @param addresses its own addresses, IPv4 first
/// @param addressTexts the same as texts
/// @param subnets the routes that it advertises and may route, exit routes left out
/// @param exitRoutes `0.0.0.0/0` and `::/0` where it advertises them and may
/// @param reach its addresses and subnets: the addresses for which it speaks
/// @param hostinfo what it says of itself, JSON as received
public record Device(
    Node node,
    int index,
    NodeId id,
    String name,
    @Nullable Person person,
    Set<TagName> tags,
    List<IpAddress> addresses,
    List<String> addressTexts,
    List<IpPrefix> subnets,
    List<IpPrefix> exitRoutes,
    List<AddressRange> reach,
    Instant created,
    @Nullable String hostinfo) {

  static Device of(int index, Node node, @Nullable Person person) {
    List<IpAddress> addresses =
        Stream.<Optional<IpAddress>>of(
                Optional.ofNullable(node.ipv4()), Optional.ofNullable(node.ipv6()))
            .flatMap(Optional::stream)
            .toList();
    List<IpPrefix> routed =
        node.approvedRoutes().stream().filter(node.advertisedRoutes()::contains).toList();
    List<IpPrefix> subnets = routed.stream().filter(r -> !r.isExitRoute()).toList();
    List<AddressRange> reach = new ArrayList<>();
    addresses.forEach(address -> reach.add(AddressRange.of(address)));
    subnets.forEach(subnet -> reach.add(AddressRange.of(subnet)));
    return new Device(
        node,
        index,
        node.id(),
        node.label(),
        person,
        node.owner() instanceof Owner.OfTags owned ? owned.tags() : Set.of(),
        addresses,
        addresses.stream().map(IpAddress::text).toList(),
        subnets,
        routed.stream().filter(IpPrefix::isExitRoute).toList(),
        List.copyOf(reach),
        node.createdAt() == null ? Instant.MAX : node.createdAt(),
        node.hostinfo());
  }

  public boolean isTagged() {
    return !tags.isEmpty();
  }

  public boolean isExitNode() {
    return !exitRoutes.isEmpty();
  }

  /// Whether both belong to one user, tags aside: what `autogroup:self` asks.
  public boolean sameUserAs(Device other) {
    return person != null && other.person != null && person.id().equals(other.person.id());
  }

  /// Devices are equal if they are the same object: a directory makes each once, and comparing all
  /// fields would cost more than what it saves.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
