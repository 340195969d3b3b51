package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What devices tell of themselves, and what of it is refused.
class LiveUpdatesTest {
  private final LiveTailnet tailnet =
      new LiveTailnet(
          new SmallTailnet().put(node(1, "one", ownedBy(1))).put(node(2, "two", ownedBy(2))));

  @Test
  void whatAClientSaysOfItselfIsKeptThoughNobodyHereKnowsIt() {
    String host = "{\"Hostname\":\"one\",\"NotYetInvented\":{\"Deep\":[1,\"x\"]},\"OS\":\"plan9\"}";
    tailnet.tell(1, "\"Hostinfo\":" + host);
    assertThat(tailnet.node(1).hostinfo()).isEqualTo(host);
    int updates = tailnet.updates();
    tailnet.tell(1, "\"Hostinfo\":" + host);
    assertThat(tailnet.updates()).as("the same again is no news").isEqualTo(updates);
    tailnet.tell(1, "\"Endpoints\":[\"192.0.2.7:41641\"]");
    assertThat(tailnet.node(1).hostinfo()).isEqualTo(host);
  }

  @Test
  void whatADeviceTellsIsWrittenDown() {
    DiscoKey disco = DiscoKey.of(SmallTailnet.key(3, 77));
    assertThat(
            tailnet
                .tell(
                    2,
                    "\"DiscoKey\":\""
                        + disco
                        + "\",\"Endpoints\":[\"198.51.100.7:1\"],\"Hostinfo\":"
                        + SmallTailnet.hostinfo("two", 5))
                .status())
        .isEqualTo(200);
    assertThat(tailnet.node(2).discoKey()).isEqualTo(disco);
    assertThat(tailnet.node(2).endpoints()).containsExactly("198.51.100.7:1");
    assertThat(tailnet.node(2).hostinfo()).contains("\"PreferredDERP\":5");
    assertThat(tailnet.node(2).capability()).isEqualTo(142);
  }

  @Test
  void tellingTheSameTwiceWritesOnce() {
    String told =
        "\"Endpoints\":[\"198.51.100.7:1\"],\"Hostinfo\":" + SmallTailnet.hostinfo("two", 999);
    tailnet.tell(2, told);
    int updates = tailnet.updates();
    assertThat(tailnet.tell(2, told).status()).isEqualTo(200);
    assertThat(tailnet.updates()).isEqualTo(updates);
  }

  @Test
  void aHomeRelayIsAPatchAndOtherNetworkDetailsAreNobodysBusiness() {
    tailnet.tell(2, "\"Hostinfo\":" + SmallTailnet.hostinfo("two", 999));
    RecordingStream one = opened(1);
    tailnet.tell(2, "\"Hostinfo\":" + SmallTailnet.hostinfo("two", 7));
    assertThat(one.message().path("PeersChangedPatch").path(0).path("DERPRegion").asLong())
        .isEqualTo(7);
    tailnet.tell(
        2,
        "\"Hostinfo\":" + SmallTailnet.hostinfo("two", 7).replace("UDP\": true", "UDP\": false"));
    assertThat(tailnet.node(2).hostinfo()).contains("\"WorkingUDP\":false");
    assertThat(one.messages()).isEmpty();
  }

  @Test
  void aDerivedNameFollowsTheHostName() {
    RecordingStream one = opened(1);
    tailnet.tell(2, "\"Hostinfo\":" + SmallTailnet.hostinfo("Zwei", 999));
    assertThat(tailnet.node(2).givenName()).isEqualTo("zwei");
    assertThat(one.message().path("PeersChanged").path(0).path("Name").asText())
        .startsWith("zwei.");
  }

  @Test
  void aChosenNameStays() {
    tailnet.change(2, draft -> draft.givenName("database"));
    tailnet.tell(2, "\"Hostinfo\":" + SmallTailnet.hostinfo("zwei", 999));
    assertThat(tailnet.node(2).hostname()).isEqualTo("zwei");
    assertThat(tailnet.node(2).givenName()).isEqualTo("database");
  }

  @Test
  void routesAreApprovedWhereThePolicySaysSo() {
    tailnet.policy(
        "{'autoApprovers': {'routes': {'10.0.0.0/8': ['bob@example.com']}},"
            + " 'grants': [{'src': ['*'], 'dst': ['*'], 'ip': ['*']}]}");
    RecordingStream one = opened(1);
    tailnet.tell(2, "\"Hostinfo\":" + offering("10.1.0.0/16", "192.168.0.0/24"));
    assertThat(tailnet.node(2).advertisedRoutes())
        .containsExactly(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("192.168.0.0/24"));
    assertThat(tailnet.node(2).approvedRoutes()).containsExactly(IpPrefix.parse("10.1.0.0/16"));
    JsonNode two = one.message().path("PeersChanged").path(0);
    assertThat(two.path("AllowedIPs")).extracting(JsonNode::asText).contains("10.1.0.0/16");
  }

  @Test
  void tagsThatItsOwnerMayGiveAreGiven() {
    tailnet.policy(
        "{'tagOwners': {'tag:db': ['bob@example.com']},"
            + " 'grants': [{'src': ['*'], 'dst': ['*'], 'ip': ['*']}]}");
    tailnet.tell(2, "\"Hostinfo\":" + wanting("tag:db"));
    assertThat(tailnet.node(2).owner()).isInstanceOf(Owner.OfTags.class);
    assertThat(((Owner.OfTags) tailnet.node(2).owner()).tags())
        .isEqualTo(Set.of(new TagName("tag:db")));
  }

  @Test
  void tagsThatItsOwnerMayNotGiveEndItsLogin() {
    tailnet.policy("{'tagOwners': {'tag:db': ['ann@example.com']}}");
    tailnet.tell(2, "\"Hostinfo\":" + wanting("tag:db"));
    assertThat(tailnet.node(2).owner()).isInstanceOf(Owner.OfUser.class);
    assertThat(tailnet.node(2).expiry()).isEqualTo(LiveTailnet.START);
  }

  @Test
  void aStreamFillsInOnlyWhatIsMissing() {
    tailnet.change(2, draft -> draft.endpoints(List.of()).discoKey(null));
    DiscoKey disco = DiscoKey.of(SmallTailnet.key(3, 78));
    tailnet.map(
        2,
        "\"Stream\":true,\"DiscoKey\":\""
            + disco
            + "\",\"Endpoints\":[\"198.51.100.7:1\"],\"Hostinfo\":"
            + SmallTailnet.hostinfo("other", 1));
    tailnet.step();
    assertThat(tailnet.node(2).endpoints()).containsExactly("198.51.100.7:1");
    assertThat(tailnet.node(2).discoKey()).isEqualTo(disco);
    assertThat(tailnet.node(2).hostname()).isEqualTo("two");
  }

  @Test
  void anotherMachineIsRefusedAsIfTheNodeWereNotThere() {
    MachineKey stranger = tailnet.node(1).machineKey();
    RecordingExchange foreign =
        tailnet.map(stranger, tailnet.node(2).nodeKey(), 142, "\"Stream\":true");
    RecordingExchange unknown =
        tailnet.map(stranger, NodeKey.of(SmallTailnet.key(9, 9)), 142, "\"Stream\":true");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.sentence()).isEqualTo(unknown.sentence());
    RecordingExchange lite =
        tailnet.map(
            stranger,
            tailnet.node(2).nodeKey(),
            142,
            "\"OmitPeers\":true,\"Endpoints\":[\"198.51.100.7:1\"]");
    assertThat(lite.status()).isEqualTo(404);
    assertThat(tailnet.updates()).isZero();
  }

  @Test
  void clientsThatAreTooOldAreToldSo() {
    RecordingExchange old =
        tailnet.map(
            tailnet.node(1).machineKey(), tailnet.node(1).nodeKey(), 112, "\"Stream\":true");
    assertThat(old.status()).isEqualTo(400);
    assertThat(old.sentence()).contains("112").contains("113");
  }

  @Test
  void tooMuchIsRefusedWithASentence() {
    String many = String.join(",", Collections.nCopies(65, "\"198.51.100.7:1\""));
    assertThat(refusal("\"Endpoints\":[" + many + "]")).contains("65 endpoints");
    String routes = String.join("\",\"", Collections.nCopies(4_097, "10.0.0.0/8"));
    assertThat(refusal("\"Hostinfo\":" + offering(routes))).contains("4097 routes");
    String tags = String.join("\",\"", Collections.nCopies(65, "tag:a"));
    assertThat(refusal("\"Hostinfo\":" + wanting(tags))).contains("65 requested tags");
    assertThat(refusal("\"Hostinfo\":" + offering("nonsense"))).contains("ADDRESS/LENGTH");
    assertThat(refusal("\"Hostinfo\":" + wanting("db"))).contains("tag:NAME");
    assertThat(refusal("\"Hostinfo\":{\"Hostname\":\"" + "h".repeat(256) + "\"}")).contains("255");
    assertThat(refusal("\"Hostinfo\":{\"OSVersion\":\"" + "v".repeat(300_000) + "\"}"))
        .contains("300");
    assertThat(tailnet.updates()).isZero();
  }

  @Test
  void moreStreamsThanPlacesAreRefusedUntilOneLeaves() {
    LiveTailnet small =
        new LiveTailnet(
            new SmallTailnet().put(node(1, "one", ownedBy(1))).put(node(2, "two", ownedBy(2))),
            LiveStreamsTest.limits(1, 100),
            List.of());
    RecordingExchange one = small.open(1);
    assertThat(small.openQuietly(2).status()).isEqualTo(503);
    one.leave();
    small.step();
    assertThat(small.open(2).stream().message().has("Node")).isTrue();
  }

  private String refusal(String fields) {
    RecordingExchange exchange = tailnet.tell(2, fields);
    assertThat(exchange.status()).isEqualTo(400);
    return exchange.sentence();
  }

  private static String offering(String... routes) {
    return "{\"Hostname\":\"two\",\"RoutableIPs\":[\"" + String.join("\",\"", routes) + "\"]}";
  }

  private static String wanting(String... tags) {
    return "{\"Hostname\":\"two\",\"RequestTags\":[\"" + String.join("\",\"", tags) + "\"]}";
  }

  private RecordingStream opened(long id) {
    RecordingStream stream = tailnet.open(id).stream();
    stream.messages();
    return stream;
  }
}
