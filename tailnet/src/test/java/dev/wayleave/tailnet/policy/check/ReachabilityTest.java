package dev.wayleave.tailnet.policy.check;

import static dev.wayleave.tailnet.policy.SmallTailnet.DB;
import static dev.wayleave.tailnet.policy.SmallTailnet.DESK;
import static dev.wayleave.tailnet.policy.SmallTailnet.LAPTOP;
import static dev.wayleave.tailnet.policy.SmallTailnet.PHONE;
import static dev.wayleave.tailnet.policy.SmallTailnet.ROUTER;
import static dev.wayleave.tailnet.policy.SmallTailnet.WEB;
import static dev.wayleave.tailnet.policy.SmallTailnet.v6;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.SmallTailnet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  private static final String BEHIND_ROUTER = "10.1.2.3";
  private static final String STRANGER = "203.0.113.7";

  @Test
  void aRuleAllowsWhatItNamesAndNothingElse() throws Exception {
    Reachability reach = grant("[\"tag:db\"]", "[\"tag:web\"]", "[\"tcp:443\"]", "");

    assertThat(reach.allows(tcp(DB, WEB, 443))).isTrue();
    assertThat(reach.allows(tcp(v6(DB), v6(WEB), 443))).isTrue();
    assertThat(reach.allows(tcp(DB, WEB, 444))).isFalse();
    assertThat(reach.allows(tcp(WEB, DB, 443))).isFalse();
    assertThat(reach.allows(tcp(DB, ROUTER, 443))).isFalse();
    assertThat(reach.allows(flow(DB, WEB, Flow.UDP, 443))).isFalse();
    assertThat(reach.allows(tcp(DB, v6(WEB), 443))).isFalse();
  }

  @Test
  void namesTheRuleAndTheWordsThatAllow() throws Exception {
    Reachability reach =
        under(
            """
            "acls": [
              {"action": "accept", "src": ["tag:web"], "dst": ["tag:db:22"]},
              {"action": "accept", "src": ["bob@example.org", "tag:db"],
               "dst": ["tag:db:22", "tag:web:22,80"]}]
            """);

    assertThat(reach.permission(tcp(DB, WEB, 80)))
        .get()
        .isInstanceOfSatisfying(
            Permission.ByRule.class,
            by -> {
              assertThat(by.rule().name()).isEqualTo("acls[1]");
              assertThat(by.source().text()).isEqualTo("tag:db");
              assertThat(by.destination().text()).isEqualTo("tag:web");
              assertThat(by.allowance().ports().first()).isEqualTo(80);
            });
  }

  @Test
  void aRuleWithoutProtocolMeansTcpUdpAndPing() throws Exception {
    Reachability reach = grant("[\"tag:db\"]", "[\"tag:web\"]", "[\"443\"]", "");

    assertThat(reach.allows(flow(DB, WEB, Flow.UDP, 443))).isTrue();
    assertThat(reach.allows(flow(DB, WEB, Flow.ICMP, 0))).isTrue();
    assertThat(reach.allows(flow(DB, WEB, Flow.SCTP, 443))).isFalse();
  }

  @Test
  void everythingAsASourceIsTheTailnetAndItsSubnets() throws Exception {
    Reachability reach = grant("[\"*\"]", "[\"tag:web\"]", "[\"*\"]", "");

    assertThat(reach.allows(tcp(DESK, WEB, 1))).isTrue();
    assertThat(reach.allows(tcp(BEHIND_ROUTER, WEB, 1))).isTrue();
    assertThat(reach.allows(tcp(STRANGER, WEB, 1))).isFalse();
  }

  @Test
  void selfIsOneUsersUntaggedDevices() throws Exception {
    Reachability reach = grant("[\"autogroup:member\"]", "[\"autogroup:self\"]", "[\"*\"]", "");

    assertThat(reach.allows(tcp(LAPTOP, PHONE, 22))).isTrue();
    assertThat(reach.allows(tcp(LAPTOP, DESK, 22))).isFalse();
    assertThat(reach.allows(tcp(WEB, WEB, 22))).isFalse();
  }

  @Test
  void viaAllowsOnlyWhatItsRoutersCarry() throws Exception {
    String destinations = "[\"10.0.0.0/8\", \"autogroup:internet\"]";
    Reachability by = grant("[\"tag:db\"]", destinations, "[\"*\"]", "\"via\": [\"tag:router\"],");
    Reachability byNone =
        grant("[\"tag:db\"]", destinations, "[\"*\"]", "\"via\": [\"tag:unused\"],");

    assertThat(by.allows(tcp(DB, BEHIND_ROUTER, 22))).isTrue();
    assertThat(by.allows(tcp(DB, "10.2.0.1", 22))).isFalse();
    assertThat(by.allows(tcp(DB, STRANGER, 22))).isTrue();
    assertThat(byNone.allows(tcp(DB, BEHIND_ROUTER, 22))).isFalse();
  }

  @Test
  void capabilitiesAloneLetNoPacketThrough() throws Exception {
    Reachability reach =
        under(
            """
            "grants": [{"src": ["*"], "dst": ["*"], "app": {"example.com/cap/x": [{}]}}]
            """);

    assertThat(reach.allows(tcp(DB, WEB, 22))).isFalse();
  }

  @Test
  void aPolicyWithoutRulesAllowsTheTailnetEverything() throws Exception {
    Reachability reach = under("");

    assertThat(reach.permission(tcp(DB, WEB, 22))).contains(new Permission.WithoutRules());
    assertThat(reach.allows(tcp(STRANGER, WEB, 22))).isFalse();
    assertThat(under("\"acls\": []").allows(tcp(DB, WEB, 22))).isFalse();
  }

  @Test
  void aPostureIsAskedOfDevicesAndNotOfAddressesBehindRouters() throws Exception {
    String policy =
        """
        "postures": {"posture:sound": ["node:os == 'linux'"]},
        "defaultSrcPosture": ["posture:sound"],
        "acls": [{"action": "accept", "src": ["*"], "dst": ["tag:web:22"]}]
        """;
    Reachability reach =
        new Reachability(
            SmallTailnet.under(policy),
            (names, device) -> names.contains("posture:sound") && device.name().equals("db"));

    assertThat(reach.allows(tcp(DB, WEB, 22))).isTrue();
    assertThat(reach.allows(tcp(DESK, WEB, 22))).isFalse();
    assertThat(reach.allows(tcp(BEHIND_ROUTER, WEB, 22))).isTrue();
  }

  @Test
  void addressesOfOneKindAreTreatedAlike() throws Exception {
    Reachability reach =
        under(
            """
            "grants": [
              {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["22"]},
              {"src": ["tag:db", "alice@example.com"], "dst": ["tag:web"], "ip": ["80"]},
              {"src": ["*"], "dst": ["10.1.0.0/16"], "ip": ["443"], "via": ["tag:router"]},
              {"src": ["100.64.0.2"], "dst": ["tag:db"], "ip": ["53"]}]
            """);
    List<IpAddress> addresses =
        Stream.of(LAPTOP, PHONE, DESK, WEB, DB, ROUTER)
            .flatMap(address -> Stream.of(address, v6(address)))
            .map(IpAddress::parse)
            .collect(Collectors.toCollection(ArrayList::new));
    addresses.add(IpAddress.parse(BEHIND_ROUTER));
    addresses.add(IpAddress.parse("10.1.9.9"));
    addresses.add(IpAddress.parse(STRANGER));

    Map<List<Object>, Set<Boolean>> verdicts = new HashMap<>();
    for (IpAddress source : addresses) {
      for (IpAddress destination : addresses) {
        for (int port : new int[] {22, 53, 80, 443}) {
          verdicts
              .computeIfAbsent(
                  List.of(reach.sourceKind(source), reach.destinationKind(destination), port),
                  _ -> new HashSet<>())
              .add(reach.allows(new Flow(source, destination, Flow.TCP, port)));
        }
      }
    }
    assertThat(verdicts.values()).allSatisfy(alike -> assertThat(alike).hasSize(1));
    assertThat(verdicts.values()).contains(Set.of(true), Set.of(false));
    assertThat(verdicts).hasSizeLessThan(addresses.size() * addresses.size() * 4);
  }

  private static Reachability grant(String sources, String destinations, String ports, String more)
      throws Exception {
    return under(
        "\"grants\": [{%s \"src\": %s, \"dst\": %s, \"ip\": %s}]"
            .formatted(more, sources, destinations, ports));
  }

  private static Reachability under(String policy) throws Exception {
    return new Reachability(SmallTailnet.under(policy), (_, _) -> false);
  }

  private static Flow tcp(String source, String destination, int port) {
    return flow(source, destination, Flow.TCP, port);
  }

  private static Flow flow(String source, String destination, int protocol, int port) {
    return new Flow(IpAddress.parse(source), IpAddress.parse(destination), protocol, port);
  }
}
