package dev.wayleave.tailnet.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.policy.SmallTailnet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTestsTest {
  private static final String GRANTS =
      """
      "groups": {"group:dev": ["alice@example.com", "carol@example.com"], "group:none": []},
      "hosts": {"webhost": "100.64.0.4", "office": "10.1.0.0/16"},
      "acls": [
        {"action": "accept", "src": ["group:dev"], "dst": ["tag:web:80,443", "webhost:22"]},
        {"action": "accept", "src": ["bob@example.org"], "proto": "icmp", "dst": ["tag:web:*"]},
        {"action": "accept", "src": ["tag:db"], "dst": ["[fd7a:115c:a1e0::4]:5432"]},
        {"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self:*"]}],
      """;

  @Test
  void aTestThatHoldsSaysNothing() throws Exception {
    assertThat(
            sentences(
                test("alice@example.com", "accept", "tag:web:80"),
                test("group:dev", "accept", "100.64.0.4:443"),
                test("alice@example.com", "deny", "tag:web:81"),
                test("100.64.0.2", "accept", "webhost:22"),
                test("tag:db", "accept", "[fd7a:115c:a1e0::4]:5432")))
        .isEmpty();
  }

  @Test
  void aTestThatDoesNotHoldSaysWhatItWantedAndGot() throws Exception {
    assertThat(failures(test("bob@example.org", "accept", "tag:web:80")))
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.test()).isEqualTo("tests[0]");
          assertThat(failure.source()).isEqualTo("bob@example.org");
          assertThat(failure.sentence())
              .isEqualTo("address \"tag:web:80\": want: Accept, got: Drop");
        });
    assertThat(sentences(test("alice@example.com", "deny", "tag:web:80")))
        .containsExactly("address \"tag:web:80\": want: Drop, got: Accept");
  }

  @Test
  void everySourceAddressMustReachEveryDestinationAddress() throws Exception {
    // The host has an IPv4 address only, the tag both: IPv6 is not let through to port 22.
    assertThat(sentences(test("alice@example.com", "accept", "tag:web:22"))).hasSize(1);
    assertThat(sentences(test("alice@example.com", "deny", "tag:web:22"))).hasSize(1);
    assertThat(sentences(test("autogroup:member", "accept", "tag:web:80"))).hasSize(1);
    assertThat(sentences(test("autogroup:member", "deny", "tag:web:80"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tag:web:80,443",
        "tag:web:80-81",
        "tag:web:*",
        "tag:web:-1",
        "tag:web:0",
        "tag:web:65536",
        "tag:web",
        "*:80",
        "10.1.0.0/16:80",
        "office:80",
        "autogroup:internet:443",
        "autogroup:self:22",
        "autogroup:bogus:22",
        "group:unknown:22",
        "group:none:22",
        "unknown:22",
        "tag:unknown:22",
        "tag:unused:22",
        "mallory@example.com:22",
        "carol@example.com:22",
        "fd7a:115c:a1e0::4:5432",
        ":22",
      })
  void aDestinationThatIsNotOneHostAndOnePortFailsWhateverIsWanted(String destination)
      throws Exception {
    assertThat(failures(test("alice@example.com", "accept", destination)))
        .hasOnlyElementsOfType(TestFailure.Malformed.class)
        .hasSize(1);
    assertThat(failures(test("alice@example.com", "deny", destination)))
        .hasOnlyElementsOfType(TestFailure.Malformed.class)
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "group:unknown",
        "group:none",
        "tag:unused",
        "carol@example.com",
        "autogroup:self",
        "10.1.0.0/16",
        "autogroup:internet",
        "mallory@example.com",
      })
  void aSourceThatIsNobodyFails(String source) throws Exception {
    assertThat(failures(test(source, "deny", "tag:web:81"))).hasSize(1);
  }

  @Test
  void aTestThatAssertsNothingFails() throws Exception {
    assertThat(sentences("{\"src\": \"alice@example.com\"}"))
        .containsExactly("the test names nothing to accept or deny");
  }

  @Test
  void withoutAProtocolTcpOrUdpIsEnough() throws Exception {
    String udpOnly =
        """
        "acls": [{"action": "accept", "src": ["*"], "proto": "udp", "dst": ["tag:web:53"]}],
        """;

    assertThat(run(udpOnly, "tests", test("tag:db", "accept", "tag:web:53"))).isEmpty();
    assertThat(run(udpOnly, "tests", proto("tcp", "tag:db", "tag:web:53"))).hasSize(1);
    assertThat(run(udpOnly, "tests", proto("17", "tag:db", "tag:web:53"))).isEmpty();
    assertThat(run(udpOnly, "tests", proto("sctp", "tag:db", "tag:web:53"))).hasSize(1);
    assertThat(run(udpOnly, "tests", proto("quic", "tag:db", "tag:web:53"))).hasSize(1);
  }

  @Test
  void aPingIsTestedOnPortZero() throws Exception {
    assertThat(sentences(proto("icmp", "bob@example.org", "tag:web:0"))).isEmpty();
    assertThat(sentences(proto("icmp", "tag:db", "tag:web:0"))).hasSize(1);
  }

  @Test
  void aSourceHasTheFactsThatItsTestStatesAndNoOthers() throws Exception {
    String policy =
        """
        "postures": {"posture:mac": ["node:os == 'macos'"]},
        "acls": [{"action": "accept", "src": ["alice@example.com"], "dst": ["tag:web:80"],
                  "srcPosture": ["posture:mac"]}],
        "ssh": [{"action": "accept", "src": ["alice@example.com"], "dst": ["tag:web"],
                 "users": ["root"], "srcPosture": ["posture:mac"]}],
        "tests": [
          {"src": "alice@example.com", "accept": ["tag:web:80"],
           "srcPostureAttrs": {"node:os": "macos"}},
          {"src": "alice@example.com", "deny": ["tag:web:80"]}],
        "sshTests": [
          {"src": "alice@example.com", "dst": ["tag:web"], "accept": ["root"],
           "srcPostureAttrs": {"node:os": "macos"}},
          {"src": "alice@example.com", "dst": ["tag:web"], "deny": ["root"]}]
        """;

    assertThat(
            PolicyTests.run(
                SmallTailnet.under(policy),
                (names, facts) ->
                    names.contains("posture:mac") && "macos".equals(facts.get("node:os"))))
        .isEmpty();
  }

  @Test
  void loginsAreTestedByWhatTheirFirstRuleDecides() throws Exception {
    assertThat(
            logins(
                login("alice@example.com", "tag:web", "\"accept\": [\"deploy\", \"root\"]"),
                login("alice@example.com", "tag:web", "\"check\": [\"root\"]"),
                login("alice@example.com", "100.64.0.4", "\"deny\": [\"guest\"]"),
                login("alice@example.com", "autogroup:self", "\"accept\": [\"guest\"]"),
                login("bob@example.org", "tag:web", "\"deny\": [\"root\", \"deploy\"]")))
        .isEmpty();
    assertThat(
            logins(
                login("alice@example.com", "tag:web", "\"check\": [\"deploy\"]"),
                login("alice@example.com", "tag:web", "\"deny\": [\"root\"]"),
                login("bob@example.org", "tag:web", "\"accept\": [\"root\"]")))
        .containsExactly(
            "user \"deploy\" on \"tag:web\": want: Check, got: Accept",
            "user \"root\" on \"tag:web\": want: Drop, got: Check",
            "user \"root\" on \"tag:web\": want: Accept, got: Drop");
  }

  @Test
  void aLoginTestThatMakesNoSenseFails() throws Exception {
    assertThat(
            logins(
                "{\"src\": \"alice@example.com\", \"dst\": [\"tag:web\"]}",
                "{\"src\": \"alice@example.com\", \"accept\": [\"root\"]}",
                login("", "tag:web", "\"deny\": [\"root\"]"),
                login("alice@example.com", "fd7a:115c:a1e0::4", "\"accept\": [\"root\"]"),
                login("alice@example.com", "tag:unused", "\"deny\": [\"root\"]"),
                login("autogroup:member", "autogroup:self", "\"accept\": [\"guest\"]"),
                login("alice@example.com", "tag:web", "\"deny\": [\" \"]")))
        .hasSize(7);
  }

  private static String test(String source, String kind, String destination) {
    return "{\"src\": \"%s\", \"%s\": [\"%s\"]}".formatted(source, kind, destination);
  }

  private static String proto(String protocol, String source, String destination) {
    return "{\"src\": \"%s\", \"proto\": \"%s\", \"accept\": [\"%s\"]}"
        .formatted(source, protocol, destination);
  }

  private static String login(String source, String destination, String wishes) {
    return "{\"src\": \"%s\", \"dst\": [\"%s\"], %s}".formatted(source, destination, wishes);
  }

  private static List<String> logins(String... tests) throws Exception {
    String ssh =
        """
        "ssh": [
          {"action": "accept", "src": ["group:dev"], "dst": ["tag:web"],
           "users": ["root", "deploy"]},
          {"action": "check", "src": ["group:dev"], "dst": ["tag:web"], "users": ["root"]},
          {"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self"],
           "users": ["autogroup:nonroot"]}],
        """;
    return run(GRANTS + ssh, "sshTests", tests).stream().map(TestFailure::sentence).toList();
  }

  private static List<TestFailure> failures(String... tests) throws Exception {
    return run(GRANTS, "tests", tests);
  }

  private static List<String> sentences(String... tests) throws Exception {
    return failures(tests).stream().map(TestFailure::sentence).toList();
  }

  private static List<TestFailure> run(String sections, String kind, String... tests)
      throws Exception {
    String text = sections + "\"" + kind + "\": [" + String.join(",", tests) + "]";
    return PolicyTests.run(SmallTailnet.under(text), (_, _) -> false);
  }
}
