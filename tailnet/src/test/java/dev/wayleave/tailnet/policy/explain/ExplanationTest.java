package dev.wayleave.tailnet.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.policy.explain.Explanation.Answer;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final String RULES =
      """
      "hosts": {"db": "10.0.0.5", "late": "10.1.0.5"},
      "postures": {"posture:mac": ["node:os == 'macos'"]},
      "grants": [
        {"src": ["alice@example.com"], "dst": ["tag:web"], "ip": ["tcp:443"]},
        {"src": ["bob@example.com"], "dst": ["tag:web"], "ip": ["*"], "srcPosture": ["posture:mac"]},
        {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]},
        {"src": ["100.64.0.1"], "dst": ["db", "late"], "ip": ["tcp:5432"]},
        {"src": ["100.64.0.1"], "dst": ["autogroup:internet"], "ip": ["*"]},
      ],
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["tag:web"], "users": ["root"]},
      ],
      """;

  private static Explanation explain(String source, String destination) throws PlaceException {
    return Explanation.of(Branch.under(RULES), Branch.text(RULES), source, destination, false);
  }

  @Test
  void namesTheRuleWithItsLine() throws PlaceException {
    Explanation why = explain("laptop", "web1:443");
    assertThat(why.answer()).isEqualTo(Answer.ALLOWED);
    assertThat(why.ways()).hasSize(1);
    RuleRef rule = why.ways().getFirst().rule();
    assertThat(rule.rule()).isEqualTo("grants[0]");
    assertThat(rule.line()).isEqualTo(5);
    assertThat(rule.text()).startsWith("{\"src\": [\"alice@example.com\"], \"dst\": [\"tag:web\"]");
    assertThat(why.ways().getFirst().reach()).hasToString("tcp 443");
  }

  @Test
  void understandsEveryKindOfName() throws PlaceException {
    for (String source : new String[] {"laptop", "100.64.0.1", "alice@example.com", "alice"}) {
      for (String destination :
          new String[] {
            "web1:443",
            "tcp:web1:443",
            "tag:web:443",
            "100.64.0.4:443",
            "[fd7a:115c:a1e0::4]:443",
            "web1.tail.example.com:443"
          }) {
        assertThat(explain(source, destination).answer())
            .as(source + " " + destination)
            .isEqualTo(Answer.ALLOWED);
        assertThat(explain(source, destination).question()).endsWith(" 443");
      }
    }
    assertThatThrownBy(() -> explain("nobody", "web1"))
        .isInstanceOf(PlaceException.class)
        .hasMessageStartingWith("\"nobody\" is nothing on this tailnet");
    assertThatThrownBy(() -> explain("laptop", "web1:70000"))
        .hasMessage("port 70000 is outside 0..65535.");
  }

  @Test
  void otherPortsAreTheNearest() throws PlaceException {
    Explanation why = explain("laptop", "web1:80");
    assertThat(why.answer()).isEqualTo(Answer.DENIED);
    assertThat(why.nearest())
        .containsExactly("grants[0] (line 5) has both ends, but opens tcp 443.");
  }

  @Test
  void aPostureThatFailsIsNamed() throws PlaceException {
    Explanation why = explain("desktop", "web1:443");
    assertThat(why.answer()).isEqualTo(Answer.DENIED);
    assertThat(why.nearest().getFirst())
        .startsWith("grants[1] (line 6) would let desktop through, but its posture fails:")
        .contains("posture:mac");
  }

  @Test
  void ownDevicesAreReachedAndOthersAreNot() throws PlaceException {
    assertThat(explain("laptop", "phone:22").answer()).isEqualTo(Answer.ALLOWED);
    assertThat(explain("laptop", "desktop:22").answer()).isEqualTo(Answer.DENIED);
    assertThat(explain("laptop", "desktop:22").nearest())
        .containsExactly("grants[2] (line 7) lets users reach their own devices only.");
  }

  @Test
  void theRouterOnTheWayIsNamed() throws PlaceException {
    Explanation why = explain("laptop", "db:5432");
    assertThat(why.answer()).isEqualTo(Answer.ALLOWED);
    assertThat(why.ways()).extracting(Explanation.Way::by).containsExactly("router");
    assertThat(explain("laptop", "8.8.8.8:53").ways())
        .extracting(Explanation.Way::by)
        .containsExactly("exit");
  }

  @Test
  void aRouteThatIsNotApprovedIsNamed() throws PlaceException {
    assertThat(explain("laptop", "late:5432").nearest())
        .contains("router advertises 10.1.0.0/24, but the route is not approved.");
    assertThat(explain("desktop", "192.168.7.7").nearest())
        .doesNotContain("No device routes to 192.168.7.7.");
  }

  @Test
  void someDevicesOfManyIsSaidToBePart() throws PlaceException {
    Explanation why = explain("alice@example.com", "db:5432");
    assertThat(why.answer()).isEqualTo(Answer.PARTLY);
    assertThat(why.ways().getFirst().from()).isEqualTo("laptop");
  }

  @Test
  void sshRulesAreNamedForPort22() throws PlaceException {
    Explanation why = explain("laptop", "web1:22");
    assertThat(why.logins()).hasSize(1);
    assertThat(why.logins().getFirst().rule().rule()).isEqualTo("ssh[0]");
    assertThat(why.logins().getFirst().how()).isEqualTo("as root, after a check every 12 h");
    assertThat(explain("laptop", "web1:443").logins()).isEmpty();
  }

  @Test
  void withoutSectionsTheDefaultRuleAllows() throws PlaceException {
    Explanation why =
        Explanation.of(Branch.under(""), Branch.text(""), "laptop", "desktop:22", false);
    assertThat(why.answer()).isEqualTo(Answer.ALLOWED);
    assertThat(why.ways().getFirst().rule().text()).isEmpty();
  }

  @Test
  void thePreviewHoldsBothDirections() throws PlaceException {
    Preview preview = Preview.of(Branch.under(RULES), Branch.text(RULES), "alice");
    assertThat(preview.devices()).containsExactly("laptop", "phone");
    assertThat(preview.reaches())
        .extracting(a -> a.rule().rule() + " " + a.to() + " " + a.by() + " " + a.reach())
        .containsExactly(
            "grants[0] tag:web  tcp 443",
            "grants[2] alice  every port",
            "grants[3] 10.0.0.5 router tcp 5432",
            "grants[4] the internet exit every port");
    assertThat(preview.reachedBy())
        .extracting(a -> a.rule().rule() + " " + a.from())
        .containsExactly("grants[2] alice");
    assertThat(preview.logins())
        .extracting(login -> login.to() + " " + login.how())
        .containsExactly("tag:web as root, after a check every 12 h");
  }
}
