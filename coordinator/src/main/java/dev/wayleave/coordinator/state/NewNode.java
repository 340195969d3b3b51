package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.policy.attribute.IpPools;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A device's row in the making: a number, addresses and a name for it.
///
/// @param pools where its IPv4 address is taken from; empty for the tailnet's own prefix
record NewNode(
    Registration device,
    Owner owner,
    RegisterMethod method,
    @Nullable PreAuthKeyId authKey,
    boolean ephemeral,
    @Nullable Instant expiry,
    List<IpPrefix> pools) {
  /// The addresses that a device gets, either of which a tailnet may not give out.
  record Allotted(@Nullable IpAddress ipv4, @Nullable IpAddress ipv6) {}

  /// The row, or the refusal where no address is left.
  Decision<Node> decide(Tailnet image, Moment moment) {
    Prefixes prefixes = Prefixes.of(image);
    Optional<IpAddress> ipv4 =
        pools.isEmpty()
            ? free(image, prefixes.v4(), moment)
            : IpPools.next(pools, address -> Addresses.isTaken(image, address));
    Optional<IpAddress> ipv6 = free(image, prefixes.v6(), moment);
    Optional<IpPrefix> exhausted =
        pools.stream()
            .findFirst()
            .or(prefixes::v4)
            .filter(_ -> ipv4.isEmpty())
            .or(() -> prefixes.v6().filter(_ -> ipv6.isEmpty()));
    if (exhausted.isPresent()) {
      return Decision.refused(
          Reason.CONFLICT,
          "Every address of " + exhausted.get() + " is in use; delete nodes or widen the prefix.");
    }
    Node node = node(image, moment, new Allotted(ipv4.orElse(null), ipv6.orElse(null)));
    return Decision.accepted(node, new TailnetChange.Put(node));
  }

  private static Optional<IpAddress> free(Tailnet image, Optional<IpPrefix> prefix, Moment moment) {
    return prefix.flatMap(from -> Addresses.free(image, from, moment.random()));
  }

  private Node node(Tailnet image, Moment moment, Allotted addresses) {
    NodeId id = image.lastIds().nextNode();
    return new Node(
            id,
            new StableNodeId(id.toString()),
            device.machineKey(),
            device.nodeKey(),
            null,
            addresses.ipv4(),
            addresses.ipv6(),
            device.hostname(),
            NodeNames.free(image, device.hostname()),
            owner,
            method,
            authKey,
            ephemeral,
            expiry,
            null,
            moment.now(),
            device.advertisedRoutes(),
            List.of(),
            List.of(),
            device.hostinfo())
        .change()
        .capability(device.capability())
        .build();
  }
}
