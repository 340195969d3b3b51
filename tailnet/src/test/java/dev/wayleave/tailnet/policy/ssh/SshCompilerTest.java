package dev.wayleave.tailnet.policy.ssh;

import static dev.wayleave.tailnet.policy.SmallTailnet.DESK;
import static dev.wayleave.tailnet.policy.SmallTailnet.LAPTOP;
import static dev.wayleave.tailnet.policy.SmallTailnet.PHONE;
import static dev.wayleave.tailnet.policy.SmallTailnet.ROUTER;
import static dev.wayleave.tailnet.policy.SmallTailnet.v6;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.SmallTailnet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SshCompilerTest {
  private static final String COORDINATOR = "https://tailnet.example.com";

  @Test
  void aDestinationLetsAllSourcesInByBothTheirAddresses() throws Exception {
    String ssh = entry("accept", "alice@example.com", "tag:web", "root");

    assertThat(rules(ssh, "web"))
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.principals())
              .extracting(IpAddress::text)
              .containsExactly(LAPTOP, v6(LAPTOP), PHONE, v6(PHONE));
          assertThat(rule.sshUsers()).isEqualTo(Map.of("root", "root"));
          assertThat(rule.action()).isEqualTo(new SshAction.Accept(SshRecording.NONE));
        });
    assertThat(rules(ssh, "db")).isEmpty();
  }

  @Test
  void rootIsNobodyUnlessListed() throws Exception {
    assertThat(rules(entry("accept", "tag:db", "tag:web", "autogroup:nonroot", "deploy"), "web"))
        .extracting(SshFilterRule::sshUsers)
        .containsExactly(sorted("*", "=", "deploy", "deploy", "root", ""));
  }

  @Test
  void checksAreTriedBeforeAcceptances() throws Exception {
    String ssh =
        entry("accept", "tag:db", "tag:web", "root")
            + ","
            + entry("check", "tag:db", "tag:web", "deploy");

    assertThat(rules(ssh, "web"))
        .extracting(SshFilterRule::origin)
        .containsExactly("ssh[1]", "ssh[0]");
  }

  @Test
  void aCheckAsksTheCoordinatorAndHoldsForTwelveHoursUnlessSaid() throws Exception {
    assertThat(rules(entry("check", "tag:db", "tag:web", "root"), "web"))
        .extracting(SshFilterRule::action)
        .containsExactly(
            new SshAction.Check(
                COORDINATOR
                    + "/machine/ssh/action/$SRC_NODE_ID/to/$DST_NODE_ID?local_user=$LOCAL_USER",
                Duration.ofHours(12),
                SshRecording.NONE));
    String always =
        """
        {"action": "check", "src": ["tag:db"], "dst": ["tag:web"], "users": ["root"],
         "checkPeriod": "always"}
        """;
    assertThat(((SshAction.Check) rules(always, "web").getFirst().action()).period()).isZero();
  }

  @Test
  void selfIsTheSameUsersUntaggedDevices() throws Exception {
    String ssh = entry("accept", "autogroup:member", "autogroup:self", "root");

    assertThat(principals(ssh, "phone")).containsExactly(LAPTOP, v6(LAPTOP), PHONE, v6(PHONE));
    assertThat(principals(ssh, "desk")).containsExactly(DESK, v6(DESK));
    assertThat(rules(ssh, "web")).isEmpty();
  }

  @Test
  void selfIsNobodyForAUserWhoIsNoSource() throws Exception {
    assertThat(rules(entry("accept", "bob@example.org", "autogroup:self", "root"), "laptop"))
        .isEmpty();
  }

  @Test
  void ownNamesSplitTheRuleByUserAndPutTagsLast() throws Exception {
    String ssh =
        """
        {"action": "accept", "src": ["tag:db", "autogroup:member"], "dst": ["tag:web"],
         "users": ["localpart:*@example.com", "deploy"]}
        """;

    assertThat(rules(ssh, "web"))
        .extracting(rule -> rule.principals().getFirst().text() + " " + rule.sshUsers())
        .containsExactly(
            "100.64.0.1 {deploy=deploy, root=}",
            "100.64.0.1 {alice=alice}",
            "100.64.0.3 {deploy=deploy, root=}",
            "100.64.0.5 {deploy=deploy, root=}");
  }

  @Test
  void withOwnNamesASourceThatIsNoDestinationGetsItsOwnRules() throws Exception {
    String ssh =
        """
        {"action": "accept", "src": ["tag:db", "autogroup:member"], "dst": ["tag:web"],
         "users": ["localpart:*@example.com"]}
        """;

    assertThat(rules(ssh, "phone"))
        .extracting(SshFilterRule::sshUsers)
        .containsExactly(sorted("root", ""), sorted("alice", "alice"));
    assertThat(principals(ssh, "db")).containsExactly("100.64.0.5", "fd7a:115c:a1e0::5");
    assertThat(rules(ssh, "router")).isEmpty();
  }

  @Test
  void aDeviceIsListedOnceForEachOfItsTagsThatAreNamed() throws Exception {
    assertThat(principals(entry("accept", "autogroup:tagged", "tag:web", "root"), "web"))
        .filteredOn(ROUTER::equals)
        .hasSize(2);
    assertThat(principals(entry("accept", "tag:exit", "tag:web", "root"), "web"))
        .containsExactly(ROUTER, v6(ROUTER));
  }

  @Test
  void aTagThatNobodyHasGivesNoRule() throws Exception {
    assertThat(rules(entry("accept", "tag:unused", "tag:web", "root"), "web")).isEmpty();
  }

  @Test
  void onlySourcesInOrderAreLetInWhereAPostureIsDemanded() throws Exception {
    String policy =
        """
        "postures": {"posture:sound": ["node:os == 'linux'"]},
        "ssh": [{"action": "accept", "src": ["autogroup:member"], "dst": ["tag:web"],
                 "users": ["root"], "srcPosture": ["posture:sound"]}]
        """;
    SshCompiler compiler =
        new SshCompiler(
            SmallTailnet.under(policy),
            COORDINATOR,
            (names, device) ->
                names.equals(List.of("posture:sound")) && device.name().equals("desk"));

    assertThat(compiler.rulesFor(SmallTailnet.device("web")).getFirst().principals())
        .extracting(IpAddress::text)
        .containsExactly(DESK, v6(DESK));
  }

  @Test
  void recordersAreSentWithTheirPortAndWhatToDoWithoutThem() throws Exception {
    String ssh =
        """
        {"action": "accept", "src": ["tag:db"], "dst": ["tag:web"], "users": ["root"],
         "recorder": ["tag:router"], "enforceRecorder": true}
        """;

    assertThat(SshWire.rules(rules(ssh, "web")).get(0).get("action").toString())
        .contains("\"recorders\":[\"100.64.0.6:80\",\"[fd7a:115c:a1e0::6]:80\"]")
        .contains("\"onRecordingFailure\":{\"RejectSessionWithMessage\":")
        .contains("\"NotifyURL\":\"" + COORDINATOR + "/machine/ssh/notify\"");
  }

  @Test
  void withoutAnyRecorderASessionThatMustBeRecordedIsRefused() throws Exception {
    String ssh =
        """
        {"action": "accept", "src": ["tag:db"], "dst": ["tag:web"], "users": ["root"],
         "recorder": ["tag:unused"], "enforceRecorder": true}
        """;

    assertThat(rules(ssh, "web").getFirst().action()).isInstanceOf(SshAction.Reject.class);
    assertThat(SshWire.rules(rules(ssh, "web")).get(0).get("action").has("accept")).isFalse();
  }

  @Test
  void theWireHoldsWhatClientsRead() throws Exception {
    String ssh =
        """
        {"action": "accept", "src": ["tag:db"], "dst": ["tag:web"], "users": ["root"],
         "acceptEnv": ["TERM"]}
        """;

    assertThat(SshWire.rules(rules(ssh, "web")).toString())
        .isEqualTo(
            "[{\"principals\":[{\"nodeIP\":\"100.64.0.5\"},{\"nodeIP\":\"fd7a:115c:a1e0::5\"}],"
                + "\"sshUsers\":{\"root\":\"root\"},"
                + "\"action\":{\"accept\":true,\"allowAgentForwarding\":true,"
                + "\"allowLocalPortForwarding\":true,\"allowRemotePortForwarding\":true},"
                + "\"acceptEnv\":[\"TERM\"]}]");
  }

  private static String entry(String action, String source, String destination, String... users) {
    return "{\"action\": \"%s\", \"src\": [\"%s\"], \"dst\": [\"%s\"], \"users\": [\"%s\"]}"
        .formatted(action, source, destination, String.join("\", \"", users));
  }

  private static List<SshFilterRule> rules(String entries, String device) throws Exception {
    return new SshCompiler(
            SmallTailnet.under("\"ssh\": [" + entries + "]"), COORDINATOR, (_, _) -> false)
        .rulesFor(SmallTailnet.device(device));
  }

  private static List<String> principals(String entries, String device) throws Exception {
    return rules(entries, device).stream()
        .flatMap(rule -> rule.principals().stream())
        .map(IpAddress::text)
        .toList();
  }

  private static SortedMap<String, String> sorted(String... pairs) {
    SortedMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
