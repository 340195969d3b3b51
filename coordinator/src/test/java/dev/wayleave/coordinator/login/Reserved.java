package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeDraft;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Devices that were imported and have not come here yet.
final class Reserved {
  static final MachineKey NOT_KNOWN = MachineKey.of(new byte[32]);
  static final IpPrefix ROUTE = IpPrefix.parse("10.1.0.0/16");

  private Reserved() {}

  static Owner of(int user) {
    return new Owner.OfUser(new UserId(user));
  }

  static Owner of(String... tags) {
    return new Owner.OfTags(
        Arrays.stream(tags).map(TagName::new).collect(Collectors.toSet()), null);
  }

  static Node put(Device device, Owner owner) {
    return put(4711, device, owner, draft -> draft);
  }

  /// A node of a device, with a number, an address and a name of its own.
  static Node put(long id, Device device, Owner owner, UnaryOperator<NodeDraft> more) {
    Node node =
        new Node(
            new NodeId(id),
            new StableNodeId("n" + id + "CNTRL"),
            device.machine,
            device.key,
            null,
            IpAddress.parse("100.64.9." + id % 200),
            IpAddress.parse("fd7a:115c:a1e0::" + id),
            device.hostname(),
            "given-" + id,
            owner,
            RegisterMethod.OIDC,
            null,
            false,
            null,
            null,
            Instant.parse("2024-01-01T00:00:00Z"),
            List.of(ROUTE),
            List.of(ROUTE),
            List.of(),
            null,
            0,
            false,
            Map.of("custom:tier", new CustomAttribute(TextNode.valueOf("gold"), null)),
            new Unmoved("tailscale", 1),
            null);
    Node imported = more.apply(node.change()).build();
    Imported.put(imported);
    Imported.put(new Alias("node", Long.toString(id), "tailscale", "n" + id + "CNTRL"));
    return imported;
  }

  /// Whether a node is what it was, under whatever keys, and here now.
  static void assertAdopted(Node now, Node before) {
    Node expected =
        before
            .change()
            .unmoved(null)
            .nodeKey(now.nodeKey())
            .machineKey(now.machineKey())
            .registerMethod(now.registerMethod())
            .authKey(now.authKey())
            .hostname(now.hostname())
            .hostinfo(now.hostinfo())
            .capability(now.capability())
            .advertisedRoutes(now.advertisedRoutes())
            .awaitingApproval(now.awaitingApproval())
            .expiry(now.expiry())
            .build();
    assertThat(now).isEqualTo(expected);
  }
}
