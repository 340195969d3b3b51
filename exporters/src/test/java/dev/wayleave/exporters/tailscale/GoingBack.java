package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.api.Credential;
import dev.wayleave.importers.tailscale.api.HostedAddress;
import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.importers.tailscale.api.Patience;
import dev.wayleave.importers.tailscale.api.Waiting;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Receipt;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedPolicy;
import dev.wayleave.testkit.hosted.HostedQuestion;
import dev.wayleave.testkit.hosted.HostedSample;
import dev.wayleave.testkit.hosted.HostedTokens;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// A tailnet on its way back to the hosted side, where three of its devices have joined anew.
final class GoingBack {
  static final String GATEWAY = "nGw7yB2xCNTRL";
  static final String EXIT = "nEx1tB3rCNTRL";
  static final String LAPTOP = "nAl1ceMbCNTRL";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final List<String> JOINED = List.of(GATEWAY, EXIT, LAPTOP);

  final HostedApi api;
  final Path state;
  private final List<TailnetEntity> entities = new ArrayList<>();
  private Instant now = HostedSample.TOLD_AT;
  private int migrations;

  GoingBack(HostedApi api, Path state) {
    this.api = api;
    this.state = state;
    joinAnew();
    entities.add(new PolicyVersion("7", HostedSample.text("acl.hujson"), true, "database", null));
    entities.add(
        new DnsSettings(
            true,
            "example.net",
            true,
            List.of("9.9.9.9"),
            Map.of("corp.example.com", List.of("10.20.0.53")),
            List.of("corp.example.com"),
            List.of()));
    entities.add(
        new ServerSettings(
            "https://vpn.example.net", "", null, null, "", "P90D", null, null, Map.of()));
    entities.add(
        new User(
            new UserId(1), "alice", "Alice", "alice@example.com", "", List.of(), Set.of(), null));
    entities.add(
        node(
            1,
            GATEWAY,
            "gateway",
            "100.101.10.1",
            tags("tag:router"),
            List.of("10.20.0.0/16", "fd00:20::/48", "192.0.2.0/24")));
    entities.add(
        node(
            2,
            EXIT,
            "exit-berlin",
            "100.101.10.2",
            tags("tag:exit"),
            List.of("0.0.0.0/0", "::/0")));
    entities.add(
        node(3, LAPTOP, "alice-macbook", "100.101.20.1", new Owner.OfUser(new UserId(1)), List.of())
            .change()
            .expiry(Instant.parse("2026-12-24T00:00:00Z"))
            .build());
  }

  private GoingBack(GoingBack other, Path state) {
    this.api = other.api;
    this.state = state;
    this.entities.addAll(other.entities);
  }

  /// Devices that joined are new: with names, addresses and nothing else of their own.
  private void joinAnew() {
    List<JsonNode> joined = new ArrayList<>();
    for (String id : JOINED) {
      ObjectNode device = api.tailnet().device(id).deepCopy();
      device.put("name", "new-%d.tail4e5f.ts.net".formatted(joined.size()));
      device.put("keyExpiryDisabled", false).put("authorized", false).remove("tags");
      device.putArray("enabledRoutes");
      device.putArray("addresses").add("100.64.0." + (joined.size() + 1)).add("fd7a:115c:a1e0::99");
      joined.add(device);
    }
    api.tailnet().withoutDevices();
    joined.forEach(device -> api.tailnet().join((ObjectNode) device));
    api.tailnet().policy().replace(HostedPolicy.DEFAULT);
    ObjectNode dns = api.tailnet().part("dns-configuration");
    dns.putArray("nameservers");
    dns.putObject("splitDNS");
    dns.putArray("searchPaths");
    dns.putObject("preferences").put("overrideLocalDNS", false).put("magicDNS", false);
  }

  private Owner tags(String tag) {
    return new Owner.OfTags(Set.of(new TagName(tag)), null);
  }

  private Node node(
      long id, String nodeId, String name, String ipv4, Owner owner, List<String> routes) {
    JsonNode device = api.tailnet().device(nodeId);
    return new Node(
        new NodeId(id),
        new StableNodeId("n" + id),
        MachineKey.parse(device.path("machineKey").asText()),
        NodeKey.parse(device.path("nodeKey").asText()),
        null,
        IpAddress.parse(ipv4),
        null,
        name,
        name,
        owner,
        RegisterMethod.OIDC,
        null,
        false,
        null,
        null,
        null,
        List.of(),
        routes.stream().map(IpPrefix::parse).toList(),
        List.of(),
        null);
  }

  GoingBack with(TailnetEntity entity) {
    entities.add(entity);
    return this;
  }

  GoingBack without(Class<? extends TailnetEntity> type) {
    entities.removeIf(type::isInstance);
    return this;
  }

  /// Puts another in the place of the entity of the same reference.
  GoingBack instead(TailnetEntity entity) {
    var ref = dev.wayleave.tailnet.inventory.EntityRef.of(entity);
    entities.removeIf(old -> dev.wayleave.tailnet.inventory.EntityRef.of(old).equals(ref));
    return with(entity);
  }

  /// The same for somebody who remembers in another folder, and so remembers nothing yet.
  GoingBack remembering(Path other) {
    return new GoingBack(this, other);
  }

  /// What a plan would change, as text.
  String wished() throws TargetException {
    return plan().plan().items().toString();
  }

  Node node(long id) {
    return entities.stream()
        .filter(Node.class::isInstance)
        .map(Node.class::cast)
        .filter(node -> node.id().value() == id)
        .findFirst()
        .orElseThrow();
  }

  Reading reading() {
    Inventory.Builder inventory = Inventory.builder(new SourceInfo("wayleave", "", ""));
    entities.forEach(inventory::add);
    Inventory built = inventory.build();
    return new Reading(built, TailnetBuilder.counts(built), List.of());
  }

  private synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  private synchronized Instant now() {
    return now;
  }

  HostedTarget target() {
    HostedAddress address = HostedAddress.parse(api.url().toString(), "-");
    Patience patience =
        new Patience(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));
    return new HostedTarget(
        address,
        () ->
            new HostedClient(
                address,
                new Credential.ApiToken(SecretText.of(HostedTokens.API_TOKEN)),
                patience,
                new Waiting(this::now, new Random(5), this::pass)),
        progress -> {
          throw new SourceException("not read in this test");
        },
        state,
        this::now,
        new Random(11 + migrations++));
  }

  Preview plan() throws TargetException {
    return target().plan(reading(), PlanOptions.CAREFUL, Progress.SILENT);
  }

  Receipt apply() throws TargetException {
    return apply(PlanOptions.CAREFUL);
  }

  Receipt apply(PlanOptions options) throws TargetException {
    HostedTarget target = target();
    Preview preview = target.plan(reading(), options, Progress.SILENT);
    return target.apply(preview, Set.of(), Progress.SILENT);
  }

  /// What was changed there, as `POST /api/v2/… BODY`.
  List<String> changes() {
    return api.changes().stream()
        .filter(question -> !question.path().endsWith("/acl/validate"))
        .map(GoingBack::shown)
        .toList();
  }

  private static String shown(HostedQuestion question) {
    String body = question.path().endsWith("/acl") ? "(policy)" : question.body();
    return question.path().replace("/api/v2/", "") + " " + body;
  }

  ObjectNode device(String id) {
    return api.tailnet().device(id);
  }

  /// All that the hosted side holds of what can be set, in one order.
  String everything() {
    ObjectNode all = JSON.createObjectNode();
    all.put("policy", api.tailnet().policy().text());
    all.set("dns", api.tailnet().part("dns-configuration"));
    all.set("settings", api.tailnet().part("settings"));
    all.set("devices", api.tailnet().devices());
    try {
      return SORTED.writeValueAsString(SORTED.treeToValue(all, Object.class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
