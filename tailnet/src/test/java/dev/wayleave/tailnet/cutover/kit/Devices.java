package dev.wayleave.tailnet.cutover.kit;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Inventories for these tests.
final class Devices {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private Devices() {}

  static Node node(long id, String name, String system) {
    return new Node(
        new NodeId(id),
        new StableNodeId("n" + id + "CNTRL"),
        MachineKey.parse("mkey:" + "%02x".formatted(id).repeat(32)),
        NodeKey.parse("nodekey:" + "%02x".formatted(id + 100).repeat(32)),
        null,
        IpAddress.parse("100.64.0." + id),
        IpAddress.parse("fd7a:115c:a1e0::" + id),
        name,
        name,
        new Owner.OfUser(new UserId(1)),
        RegisterMethod.AUTH_KEY,
        null,
        false,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        "{\"OS\":\"" + system + "\"}");
  }

  static Inventory inventory(String owner, List<Node> nodes) {
    Inventory.Builder builder = Inventory.builder(new SourceInfo("test", "1", "a test"));
    builder.add(new User(new UserId(1), owner, "", "", "", List.of(), Set.of(), null));
    nodes.forEach(builder::add);
    return builder.build();
  }

  static KitRequest request(Grouping grouping, WaveList... waves) {
    return new KitRequest(
        new ControlUrl(FakeClient.OLD),
        new ControlUrl(FakeClient.NEW),
        grouping,
        List.of(waves),
        NOW);
  }

  static String file(Kit kit, String path) {
    return kit.files().stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                path + " is none of " + kit.files().stream().map(KitFile::path).toList()))
        .content();
  }
}
