package dev.wayleave.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Answers as bytes: what clients tell apart must be told apart.
class ResponseJsonTest {
  private static final String KEY = "ab".repeat(32);
  private static final Instant MOMENT = Instant.parse("2026-11-22T12:34:56.000000789Z");

  @Test
  void writesAKeepAliveAsClientsCompareIt() {
    assertJson(MapResponse.KEEP_ALIVE, "{\"KeepAlive\":true}");
  }

  @Test
  void writesNothingOfWhatDidNotChange() {
    assertJson(MapResponse.builder().build(), "{}");
    assertJson(PeerChange.builder().nodeId(7).build(), "{\"NodeID\":7}");
    assertJson(
        new DnsConfig(
            List.of(), Map.of(), List.of(), List.of(), false, List.of(), List.of(), List.of()),
        "{}");
    assertJson(new ClientVersion(false, "", false, false, "", ""), "{}");
  }

  @Test
  void tellsEmptyFromUnchanged() {
    assertJson(
        MapResponse.builder()
            .packetFilter(List.of())
            .health(List.of())
            .sshPolicy(new SshPolicy(List.of()))
            .build(),
        "{\"PacketFilter\":[],\"Health\":[],\"SSHPolicy\":{\"rules\":[]}}");
    assertJson(
        PeerChange.builder()
            .nodeId(7)
            .capMap(Map.of())
            .endpoints(List.of())
            .online(false)
            .keyExpiry(WireTime.NEVER)
            .build(),
        """
        {"NodeID":7,"CapMap":{},"Endpoints":[],"Online":false,\
        "KeyExpiry":"0001-01-01T00:00:00Z"}\
        """);
    assertJson(
        new DnsConfig(
            List.of(),
            Map.of("example.com.", List.of()),
            List.of(),
            List.of(),
            true,
            List.of(),
            List.of(),
            List.of()),
        "{\"Routes\":{\"example.com.\":[]},\"Proxied\":true}");
    assertJson(new DerpHomeParams(Map.of()), "{\"RegionScore\":{}}");
  }

  @Test
  void writesNullWhereItRemoves() {
    Map<String, @Nullable List<FilterRule>> filters = new LinkedHashMap<>();
    filters.put("*", null);
    filters.put("base", List.of());
    Map<String, @Nullable DisplayMessage> messages = new LinkedHashMap<>();
    messages.put("*", null);
    messages.put(
        "full",
        new DisplayMessage(
            "Full",
            "The disk is full.",
            "high",
            true,
            new DisplayMessageAction("https://example.com/", "Look")));
    assertJson(
        MapResponse.builder().packetFilters(filters).displayMessages(messages).build(),
        """
        {"PacketFilters":{"*":null,"base":[]},\
        "DisplayMessages":{"*":null,"full":{"Title":"Full","Text":"The disk is full.",\
        "Severity":"high","ImpactsConnectivity":true,\
        "PrimaryAction":{"URL":"https://example.com/","Label":"Look"}}}}\
        """);
  }

  @Test
  void writesWhoIsOnlineByNumber() {
    assertJson(
        MapResponse.builder()
            .peersRemoved(List.of(3L))
            .onlineChange(Map.of(9007199254740991L, false))
            .peerSeenChange(Map.of(4L, false))
            .build(),
        """
        {"PeersRemoved":[3],"PeerSeenChange":{"4":false},\
        "OnlineChange":{"9007199254740991":false}}\
        """);
  }

  @Test
  void writesANodeWithAllThatTailscaleNeverLeavesOut() {
    Node node =
        Node.builder()
            .id(1)
            .stableId("1")
            .name("a.example.com.")
            .user(2)
            .key(NodeKey.ofHex(KEY))
            .build();
    assertJson(
        node,
        """
        {"ID":1,"StableID":"1","Name":"a.example.com.","User":2,"Key":"nodekey:%s",\
        "Addresses":[]}\
        """
            .formatted(KEY));
  }

  @Test
  void writesAFullNode() throws Exception {
    Map<String, @Nullable List<JsonNode>> capabilities = new LinkedHashMap<>();
    capabilities.put("https", List.of());
    capabilities.put("tailnet.maxKeyDuration", List.of(new IntNode(5)));
    capabilities.put("funnel", null);
    Node node =
        Node.builder()
            .id(1)
            .stableId("n1")
            .name("a.example.com.")
            .user(2)
            .key(NodeKey.ofHex(KEY))
            .keyExpiry(MOMENT)
            .machine(MachineKey.ofHex(KEY))
            .discoKey(DiscoKey.ofHex(KEY))
            .addresses(List.of("100.64.0.1/32", "fd7a:115c:a1e0::1/128"))
            .allowedIps(List.of())
            .endpoints(List.of("192.0.2.1:41641"))
            .homeDerp(999)
            .hostinfo(
                new SharedHostinfo(
                    "linux", "a", false, List.of(), List.of(), List.of(), null, null))
            .created(MOMENT)
            .cap(142)
            .tags(List.of("tag:x"))
            .primaryRoutes(List.of("10.0.0.0/8"))
            .lastSeen(MOMENT)
            .online(false)
            .machineAuthorized(true)
            .capMap(capabilities)
            .build();
    assertJson(
        node,
        """
        {"ID":1,"StableID":"n1","Name":"a.example.com.","User":2,"Key":"nodekey:%1$s",\
        "KeyExpiry":"2026-11-22T12:34:56.000000789Z","Machine":"mkey:%1$s",\
        "DiscoKey":"discokey:%1$s","Addresses":["100.64.0.1/32","fd7a:115c:a1e0::1/128"],\
        "AllowedIPs":[],"Endpoints":["192.0.2.1:41641"],"HomeDERP":999,\
        "Hostinfo":{"OS":"linux","Hostname":"a"},"Created":"2026-11-22T12:34:56.000000789Z",\
        "Cap":142,"Tags":["tag:x"],"PrimaryRoutes":["10.0.0.0/8"],\
        "LastSeen":"2026-11-22T12:34:56.000000789Z","Online":false,"MachineAuthorized":true,\
        "CapMap":{"https":[],"tailnet.maxKeyDuration":[5],"funnel":null}}\
        """
            .formatted(KEY));
    assertThat(WireJson.read(WireJson.write(node), Node.class)).isEqualTo(node);
  }

  @Test
  void writesRegistrations() {
    assertJson(
        RegisterResponse.visit("https://example.com/auth/x"),
        """
        {"User":{"ID":0,"DisplayName":""},\
        "Login":{"ID":0,"Provider":"","LoginName":"","DisplayName":""},\
        "NodeKeyExpired":false,"MachineAuthorized":false,\
        "AuthURL":"https://example.com/auth/x","NodeKeySignature":null,"Error":""}\
        """);
    assertThat(RegisterResponse.refusal("no").error()).isEqualTo("no");
  }

  @Test
  void writesFilters() {
    FilterRule ports =
        new FilterRule(
            List.of("*"),
            List.of(new PortDestination("100.64.0.1", PortRange.ALL)),
            List.of(6, 17),
            List.of());
    FilterRule grant =
        new FilterRule(
            List.of("100.64.0.2"),
            List.of(),
            List.of(),
            List.of(
                new CapGrant(List.of("100.64.0.1/32"), Map.of("example.com/cap/x", List.of()))));
    assertJson(
        MapResponse.builder().packetFilter(List.of(ports, grant)).build(),
        """
        {"PacketFilter":[{"SrcIPs":["*"],\
        "DstPorts":[{"IP":"100.64.0.1","Ports":{"First":0,"Last":65535}}],"IPProto":[6,17]},\
        {"SrcIPs":["100.64.0.2"],\
        "CapGrant":[{"Dsts":["100.64.0.1/32"],"CapMap":{"example.com/cap/x":[]}}]}]}\
        """);
  }

  @Test
  void writesSshRules() {
    SshAction check =
        new SshAction(
            "",
            false,
            false,
            3_600_000_000_000L,
            false,
            "https://unused/ssh",
            true,
            false,
            List.of("100.64.0.9:80"),
            new SshRecorderFailureAction("refused", "", ""));
    SshRule rule =
        new SshRule(
            null,
            List.of(SshPrincipal.ofAddress("100.64.0.2")),
            Map.of("*", "="),
            check,
            List.of("LANG_*"));
    assertJson(
        new SshPolicy(List.of(rule)),
        """
        {"rules":[{"principals":[{"nodeIP":"100.64.0.2"}],"sshUsers":{"*":"="},\
        "action":{"sessionDuration":3600000000000,"holdAndDelegate":"https://unused/ssh",\
        "allowLocalPortForwarding":true,"recorders":["100.64.0.9:80"],\
        "onRecordingFailure":{"RejectSessionWithMessage":"refused"}},"acceptEnv":["LANG_*"]}]}\
        """);
    assertJson(
        new SshRule(null, List.of(), Map.of(), null, List.of()),
        "{\"principals\":[],\"sshUsers\":{},\"action\":null}");
  }

  @Test
  void writesRelays() {
    DerpNode node =
        new DerpNode(
            "999a", 999, "127.0.0.1", "", "127.0.0.1", "none", 3478, false, 8080, false, "", true);
    DerpRegion region = new DerpRegion(999, "wl", "Wayleave", 0, 0, false, false, List.of(node));
    assertJson(
        new DerpMap(null, Map.of(999L, region), true),
        """
        {"Regions":{"999":{"RegionID":999,"RegionCode":"wl","RegionName":"Wayleave","Nodes":[\
        {"Name":"999a","RegionID":999,"HostName":"127.0.0.1","IPv4":"127.0.0.1","IPv6":"none",\
        "STUNPort":3478,"DERPPort":8080,"CanPort80":true}]}},"omitDefaultRegions":true}\
        """);
    assertJson(new DerpMap(null, null, false), "{\"Regions\":null}");
  }

  @Test
  void writesTheRest() {
    assertJson(
        new PingRequest("https://unused/c2n/1", true, false, "c2n", null, "R0VU"),
        """
        {"URL":"https://unused/c2n/1","URLIsNoise":true,"Types":"c2n","Payload":"R0VU"}\
        """);
    assertJson(
        MapResponse.builder()
            .debug(new DebugSettings(0, true, null))
            .collectServices(false)
            .controlTime(Instant.EPOCH)
            .userProfiles(List.of(new UserProfile(2, "a@example.com", "A", "", List.of())))
            .clientVersion(new ClientVersion(true, "", false, false, "", ""))
            .build(),
        """
        {"CollectServices":false,"UserProfiles":[{"ID":2,"LoginName":"a@example.com",\
        "DisplayName":"A"}],"ControlTime":"1970-01-01T00:00:00Z",\
        "Debug":{"DisableLogTail":true},"ClientVersion":{"RunningLatest":true}}\
        """);
  }

  @Test
  void readsBackAFullMap() throws Exception {
    MapResponse map =
        MapResponse.builder()
            .node(Node.builder().id(1).stableId("1").name("a.").key(NodeKey.ofHex(KEY)).build())
            .domain("example.com")
            .packetFilter(List.of())
            .packetFilters(new LinkedHashMap<>(Map.of("x", List.of())))
            .dnsConfig(
                new DnsConfig(
                    List.of(new Resolver("192.0.2.53", List.of(), true)),
                    Map.of(),
                    List.of(),
                    List.of("example.com"),
                    true,
                    List.of(),
                    List.of(new DnsRecord("x.example.com", "", "192.0.2.9")),
                    List.of()))
            .build();
    assertThat(WireJson.read(WireJson.write(map), MapResponse.class)).isEqualTo(map);
  }

  @Test
  void readsTimesWithOffsetsAndZeroTimesAsUnset() throws Exception {
    Node node =
        WireJson.read(
            """
            {"KeyExpiry":"0001-01-01T00:00:00Z","LastSeen":"2026-11-22T13:00:00.5+01:00"}
            """
                .getBytes(StandardCharsets.UTF_8),
            Node.class);
    assertThat(node.keyExpiry()).isNull();
    assertThat(node.lastSeen()).isEqualTo(Instant.parse("2026-11-22T12:00:00.5Z"));
  }

  @Test
  void keepsNoListThatItsMakerCanChange() {
    String[] tags = {"tag:a"};
    Node node = Node.builder().tags(Arrays.asList(tags)).build();
    tags[0] = "tag:b";
    assertThat(node.tags()).containsExactly("tag:a");
  }

  private static void assertJson(Object message, String json) {
    assertThat(new String(WireJson.write(message), StandardCharsets.UTF_8)).isEqualTo(json);
  }
}
