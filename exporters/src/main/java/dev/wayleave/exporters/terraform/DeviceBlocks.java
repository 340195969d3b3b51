package dev.wayleave.exporters.terraform;

import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is set on devices: approval, expiry of the key, tags and routes.
///
/// A device that the hosted plane knows is named by its id there and imported. Another one is
/// looked up by its host name, under which it will have joined.
final class DeviceBlocks {
  private static final String HOSTED_ID = "n[A-Za-z0-9]{1,40}CNTRL";
  private static final String PLANE = "tailscale";

  private final Map<String, String> hostedIds = new HashMap<>();
  private final Map<String, Integer> hostNames = new HashMap<>();
  private final HclText.Labels labels = new HclText.Labels();
  private final List<HclBlock> blocks = new ArrayList<>();
  private final Set<EntityRef> carried = new TreeSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private int lookedUp;

  DeviceBlocks(Inventory inventory) {
    for (Alias alias : inventory.aliases()) {
      if (alias.kind().equals("node")
          && alias.plane().equals(PLANE)
          && alias.alias().matches(HOSTED_ID)) {
        hostedIds.put(alias.id(), alias.alias());
      }
    }
    List<Node> nodes = inventory.nodes();
    nodes.forEach(node -> hostNames.merge(hostName(node), 1, Integer::sum));
    nodes.forEach(this::add);
    if (lookedUp > 0) {
      findings.add(TerraformFindings.lookedUp(lookedUp));
    }
  }

  List<HclBlock> blocks() {
    return blocks;
  }

  Set<EntityRef> carried() {
    return carried;
  }

  List<Finding> findings() {
    return findings;
  }

  private static String hostName(Node node) {
    return node.hostname().isEmpty() ? node.givenName() : node.hostname();
  }

  private void add(Node node) {
    String id = hostedId(node);
    String name = hostName(node);
    if (id == null && (name.isEmpty() || hostNames.getOrDefault(name, 0) > 1)) {
      findings.add(TerraformFindings.notFound(node));
      return;
    }
    String label = labels.of(node.label(), "device");
    String device = id == null ? "data.tailscale_device." + label + ".node_id" : HclText.quoted(id);
    if (id == null) {
      lookedUp++;
      blocks.add(HclBlock.block("data", "tailscale_device", label).text("hostname", name));
    }
    put(
        label,
        id,
        set("authorization", label, device).flag("authorized", !node.awaitingApproval()));
    put(label, id, set("key", label, device).flag("key_expiry_disabled", node.expiry() == null));
    if (node.owner() instanceof Owner.OfTags(Set<TagName> tags, _)) {
      List<String> names = tags.stream().map(TagName::toString).toList();
      put(label, id, set("tags", label, device).texts("tags", names));
    }
    if (!node.approvedRoutes().isEmpty()) {
      List<String> routes = node.approvedRoutes().stream().map(IpPrefix::toString).toList();
      put(label, id, set("subnet_routes", label, device).texts("routes", routes));
    }
    carried.add(EntityRef.of(node));
  }

  private @Nullable String hostedId(Node node) {
    return hostedIds.get(node.id().toString());
  }

  /// A block that is not closed yet, with its type.
  private record Setting(String type, HclBlock block) {
    Setting flag(String name, boolean value) {
      block.flag(name, value);
      return this;
    }

    Setting texts(String name, List<String> values) {
      block.texts(name, values);
      return this;
    }
  }

  private static Setting set(String what, String label, String device) {
    String type = "tailscale_device_" + what;
    return new Setting(type, HclBlock.resource(type, label).expression("device_id", device));
  }

  private void put(String label, @Nullable String id, Setting setting) {
    if (id != null) {
      blocks.add(HclBlock.importing(setting.type(), label, id));
    }
    blocks.add(setting.block());
  }
}
