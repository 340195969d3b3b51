package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the source wants of devices that have joined the hosted side, known by their machine keys.
final class DeviceWishes {
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  private final Inventory source;
  private final HostedState present;
  private final List<Finding> findings;
  private final Map<UserId, User> users = new HashMap<>();
  private final List<Wish> wishes = new ArrayList<>();

  DeviceWishes(Inventory source, HostedState present, List<Finding> findings) {
    this.source = source;
    this.present = present;
    this.findings = findings;
    source.users().forEach(user -> users.put(user.id(), user));
  }

  List<Wish> wishes() {
    Map<String, List<JsonNode>> joined = present.byMachineKey();
    Map<String, List<Node>> wanted = new HashMap<>();
    for (Node node : source.nodes()) {
      wanted.computeIfAbsent(node.machineKey().toString(), _ -> new ArrayList<>()).add(node);
    }
    for (Node node : source.nodes()) {
      String key = node.machineKey().toString();
      List<JsonNode> devices = joined.getOrDefault(key, List.of());
      boolean alone = wanted.getOrDefault(key, List.of()).size() == 1;
      if (devices.isEmpty()) {
        notJoined(node);
      } else if (devices.size() == 1 && alone) {
        of(node, devices.getFirst());
      } else {
        List<JsonNode> owned = devices.stream().filter(device -> isOwned(node, device)).toList();
        if (owned.size() == 1) {
          of(node, owned.getFirst());
        } else {
          several(node, devices.size());
        }
      }
    }
    return wishes;
  }

  private void notJoined(Node node) {
    if (node.ephemeral()) {
      findings.add(
          Finding.info(
              "HOSTED_EPHEMERAL",
              object(node),
              "It is ephemeral and has not joined the hosted side.",
              "It comes by itself when it is started with a key of the hosted side."));
      return;
    }
    findings.add(
        Finding.action(
            "HOSTED_NOT_JOINED",
            object(node),
            "It has not joined the hosted side, which cannot be told of it before.",
            "Let it join with \"tailscale up --login-server=https://controlplane.tailscale.com\""
                + " and its other settings, then apply again."));
  }

  private void several(Node node, int devices) {
    findings.add(
        Finding.action(
            "HOSTED_SEVERAL_DEVICES",
            object(node),
            "Its machine key is that of several devices (%d on the hosted side), and none is surely this one."
                .formatted(devices),
            "Let its owner log in there, or set name, tags and routes by hand."));
  }

  private static String object(Node node) {
    return "node " + node.id() + " (" + node.label() + ")";
  }

  private void of(Node node, JsonNode device) {
    String name = node.givenName();
    if (name.matches(LABEL)) {
      wish(node, device, Aspect.NAME, HostedState.text(name));
    } else if (!name.isEmpty()) {
      findings.add(
          Finding.action(
              "HOSTED_NAME",
              object(node),
              "Its name is none that the hosted side takes.",
              "Give it one of a-z, 0-9 and hyphens."));
    }
    owner(node, device);
    addresses(node, device);
    wish(
        node,
        device,
        Aspect.ROUTES,
        HostedState.list(
            new TreeSet<>(node.approvedRoutes().stream().map(IpPrefix::toString).toList())));
    wish(node, device, Aspect.KEY_EXPIRY, Boolean.toString(node.expiry() == null));
    new AttributeWishes(present, findings).add(node, device.path("nodeId").asText(), wishes);
    wish(node, device, Aspect.AUTHORIZED, Boolean.toString(!node.awaitingApproval()));
    identity(node, device);
  }

  private void wish(Node node, JsonNode device, Aspect aspect, String value) {
    wishes.add(
        new Wish(
            aspect, device.path("nodeId").asText(), EntityRef.of(node), node.label(), value, true));
  }

  private void owner(Node node, JsonNode device) {
    switch (node.owner()) {
      case Owner.OfTags tags ->
          wish(
              node,
              device,
              Aspect.TAGS,
              HostedState.list(
                  new TreeSet<>(tags.tags().stream().map(TagName::toString).toList())));
      case Owner.OfUser _ -> {
        wish(node, device, Aspect.TAGS, "[]");
        if (!isOwned(node, device)) {
          findings.add(
              Finding.action(
                  "HOSTED_OWNER",
                  object(node),
                  "It belongs to %s there.".formatted(device.path("user").asText()),
                  "Let %s log in on it, as the owner of a device cannot be set."
                      .formatted(login(node).orElse("its owner"))));
        }
      }
      case Owner.Nobody _ -> {}
    }
  }

  private void addresses(Node node, JsonNode device) {
    IpAddress ipv4 = node.ipv4();
    if (ipv4 != null) {
      wish(node, device, Aspect.IPV4, HostedState.text(ipv4.toString()));
    }
    IpAddress ipv6 = node.ipv6();
    if (ipv6 != null && !has(device, ipv6.toString())) {
      findings.add(
          Finding.lossy(
              "HOSTED_IPV6",
              object(node),
              "Its IPv6 address " + ipv6 + " cannot be set; the hosted side gave another.",
              "Reach it by name or by IPv4, and change what holds the address."));
    }
  }

  private static boolean has(JsonNode device, String address) {
    for (JsonNode there : device.path("addresses")) {
      if (there.asText().equals(address)) {
        return true;
      }
    }
    return false;
  }

  private void identity(Node node, JsonNode device) {
    String nodeId = device.path("nodeId").asText();
    boolean exit = node.approvedRoutes().stream().anyMatch(IpPrefix::isExitRoute);
    if (exit && !nodeId.equals(node.stableId().value())) {
      findings.add(
          Finding.action(
              "HOSTED_EXIT_NODE_ID",
              object(node),
              "It is an exit node, and its id there is " + nodeId + ".",
              "Let its users choose it again: tailscale set --exit-node=" + nodeId + "."));
    }
  }

  /// Whether a device there is of the same owner.
  private boolean isOwned(Node node, JsonNode device) {
    return switch (node.owner()) {
      case Owner.OfTags _ -> !device.path("tags").isEmpty();
      case Owner.OfUser _ ->
          device.path("tags").isEmpty()
              && logins(node).contains(device.path("user").asText().toLowerCase(Locale.ROOT));
      case Owner.Nobody _ -> false;
    };
  }

  private Set<String> logins(Node node) {
    return user(node).map(HostedFindings::logins).orElse(Set.of());
  }

  private Optional<String> login(Node node) {
    return user(node).map(User::label);
  }

  private Optional<User> user(Node node) {
    @Nullable UserId id =
        switch (node.owner()) {
          case Owner.OfUser owner -> owner.user();
          case Owner.OfTags _, Owner.Nobody _ -> null;
        };
    return Optional.ofNullable(id).map(users::get);
  }
}
