package dev.wayleave.coordinator.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.approval.AutoApproval;
import dev.wayleave.tailnet.policy.directory.Applicant;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.recorded.RecordedCase;
import dev.wayleave.testkit.conformance.AnswerComparer;
import dev.wayleave.testkit.conformance.RecordedCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients are sent is what the hosted service was recorded to send: filters, SSH rules, the
/// viewer's own node and its peers, read back from the JSON of full maps.
class RecordedMapsTest {
  private static final int OK = 200;

  static Stream<String> cases() {
    return RecordedCases.names().stream()
        .filter(name -> RecordedCases.read(name).at("/response/status").asInt() == OK);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void mapsSayWhatWasRecorded(String name) {
    RecordedCase question = RecordedCase.parse(RecordedCases.question(name));
    Tailnet tailnet = withSettings(question);
    Directory before = Directory.of(tailnet);
    if (!(PolicyGate.read(question.policy(), before) instanceof Verdict.Accepted accepted)) {
      throw new AssertionError("the policy of " + name + " was accepted when it was recorded");
    }
    tailnet = approved(accepted.policy(), tailnet, before);
    MapComposer composer = composer(tailnet, accepted.policy());

    assertThat(AnswerComparer.differences(RecordedCases.read(name), answer(composer, tailnet)))
        .as(question.policy())
        .isEmpty();
  }

  private static Tailnet withSettings(RecordedCase question) {
    if (question.features().keyDuration() == null) {
      return question.tailnet();
    }
    return question
        .tailnet()
        .with(
            new TailnetChange.Put(
                new ServerSettings(
                    "https://vpn.example.com",
                    "",
                    null,
                    null,
                    "",
                    question.features().keyDuration().toString(),
                    null,
                    null,
                    Map.of())));
  }

  /// In the recordings routes that the policy approves are in force at once.
  private static Tailnet approved(Policy policy, Tailnet tailnet, Directory before) {
    AutoApproval approval = new AutoApproval(new Resolver(policy, before));
    List<TailnetChange.Edit> edits = new ArrayList<>();
    for (Device device : before.devices()) {
      Node node = device.node();
      List<IpPrefix> routes = new ArrayList<>(node.approvedRoutes());
      routes.addAll(approval.approved(Applicant.of(device), node.advertisedRoutes()));
      edits.add(new TailnetChange.Put(node.withApprovedRoutes(routes)));
    }
    return tailnet.with(edits);
  }

  private static MapComposer composer(Tailnet tailnet, Policy policy) {
    return MapComposer.of(
        new NetworkImage(
            tailnet,
            TailnetPolicy.of(policy, Directory.of(tailnet)),
            new FixedPresence(Set.of(), Map.of()),
            SmallTailnet.derp("home"),
            new SettingsInForce(tailnet, Optional.empty(), "http://127.0.0.1:8080")));
  }

  private static ObjectNode answer(MapComposer composer, Tailnet tailnet) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("response").put("status", OK);
    ObjectNode expect = answer.putObject("expect");
    for (Node node : tailnet.nodes()) {
      Viewer viewer = new Viewer(node.id(), CapabilityVersion.OLDEST_SERVED);
      MapResponse map = composer.everything(viewer, SmallTailnet.NOW).responses().getFirst();
      form(expect.putObject(node.givenName()), json(composer, map));
    }
    return answer;
  }

  private static JsonNode json(MapComposer composer, MapResponse map) {
    return RecordedCases.parse(
        new String(composer.json(map), java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void form(ObjectNode out, JsonNode map) {
    out.set("packetFilter", map.path("PacketFilter"));
    out.set("sshRules", map.path("SSHPolicy").path("rules"));
    out.set("self", node(map.path("Node")));
    ObjectNode peers = out.putObject("peers");
    for (JsonNode peer : map.path("Peers")) {
      String name = peer.path("Name").asText();
      peers.set(name.substring(0, name.indexOf('.')), node(peer));
    }
  }

  private static ObjectNode node(JsonNode node) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    // As clients from capability version 112 read it.
    out.set("allowedIPs", node.has("AllowedIPs") ? node.get("AllowedIPs") : node.get("Addresses"));
    out.set("primaryRoutes", orEmpty(node.path("PrimaryRoutes")));
    out.set("tags", orEmpty(node.path("Tags")));
    out.set("capMap", node.has("CapMap") ? node.get("CapMap") : out.objectNode());
    return out;
  }

  private static JsonNode orEmpty(JsonNode array) {
    return array.isArray() ? array : new ArrayNode(JsonNodeFactory.instance);
  }
}
