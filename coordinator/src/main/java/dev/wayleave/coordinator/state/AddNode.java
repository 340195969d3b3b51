package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Registers a device: gives it a number, addresses and a name.
public record AddNode(
    MachineKey machineKey,
    NodeKey nodeKey,
    String hostname,
    Owner owner,
    RegisterMethod method,
    @Nullable PreAuthKeyId authKey,
    boolean ephemeral,
    @Nullable Instant expiry)
    implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    if (owner instanceof Owner.OfUser one && image.user(one.user()).isEmpty()) {
      return Refusal.notFound("user " + one.user());
    }
    if (!image.nodes(nodeKey).isEmpty()) {
      return Decision.refused(Reason.CONFLICT, "There is already a node with this node key.");
    }
    Prefixes prefixes = Prefixes.of(image);
    Optional<IpAddress> ipv4 = free(image, prefixes.v4(), moment);
    Optional<IpAddress> ipv6 = free(image, prefixes.v6(), moment);
    Optional<IpPrefix> exhausted =
        prefixes
            .v4()
            .filter(_ -> ipv4.isEmpty())
            .or(() -> prefixes.v6().filter(_ -> ipv6.isEmpty()));
    if (exhausted.isPresent()) {
      return Decision.refused(
          Reason.CONFLICT,
          "Every address of " + exhausted.get() + " is in use; delete nodes or widen the prefix.");
    }
    Node node = node(image, moment, ipv4.orElse(null), ipv6.orElse(null));
    return Decision.accepted(node, new TailnetChange.Put(node));
  }

  private static Optional<IpAddress> free(Tailnet image, Optional<IpPrefix> prefix, Moment moment) {
    return prefix.flatMap(from -> Addresses.free(image, from, moment.random()));
  }

  private Node node(
      Tailnet image, Moment moment, @Nullable IpAddress ipv4, @Nullable IpAddress ipv6) {
    NodeId id = image.lastIds().nextNode();
    return new Node(
        id,
        new StableNodeId(id.toString()),
        machineKey,
        nodeKey,
        null,
        ipv4,
        ipv6,
        hostname,
        NodeNames.free(image, hostname),
        owner,
        method,
        authKey,
        ephemeral,
        expiry,
        null,
        moment.now(),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  @Override
  public String object() {
    return "nodes/" + hostname;
  }
}
