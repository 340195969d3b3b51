package dev.wayleave.tailnet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyGateTest {
  private static final Directory DIRECTORY =
      Directory.of(
          Tailnet.of(
              1,
              LastIds.NONE,
              List.<TailnetEntity>of(
                  user(1, "ann", "ann@example.com"),
                  user(2, "twin", "twin@example.com"),
                  user(3, "twin", "twin@example.com"))));

  @Test
  void aTextIsRefusedWithEveryMistakeOfItsSyntax() {
    assertThat(PolicyGate.judge("{\"acls\": [\n\"\\q\", \"\\z\"]}", DIRECTORY))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused -> {
          assertThat(refused.faults()).hasSize(2);
          assertThat(refused.faults().getFirst().at()).hasToString("line 2, column 2");
          assertThat(refused.message()).doesNotContain("line");
        });
  }

  @Test
  void aPolicyIsAnObject() {
    assertThat(PolicyGate.judge("[]\n", DIRECTORY))
        .asInstanceOf(type(Verdict.Refused.class))
        .extracting(Verdict.Refused::message)
        .isEqualTo("a policy is an object, this is an array");
  }

  @Test
  void aPolicyThatFailsItsOwnTestsIsRefusedAsTheHostedServiceRefusesIt() {
    String text =
        "{\"acls\": [],\n\"tests\": [{\"src\": \"ann@example.com\", \"accept\": [\"1.2.3.4:22\"]}]}";

    assertThat(PolicyGate.judge(text, DIRECTORY))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused -> {
          assertThat(refused.message()).isEqualTo("test(s) failed");
          assertThat(refused.failures()).hasSize(1);
          assertThat(refused.faults().getFirst().at().line()).isEqualTo(2);
        });
    assertThat(PolicyGate.read(text, DIRECTORY)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void conditionsThatNothingHereCanTellAreNoted() {
    assertThat(
            notes(
                """
                {
                  "postures": {
                    "posture:sound": ["node:os == 'linux'"],
                    "posture:home": ["ip:country IN ['CA']"],
                  },
                  "acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["*:*"],
                            "srcPosture": ["posture:home"]}],
                }
                """))
        .singleElement()
        .satisfies(note -> {
          assertThat(note.at()).hasToString("line 4, column 5");
          assertThat(note.message()).contains("ip:country").contains("posture:home");
        });
  }

  @Test
  void aLoginOfSeveralUsersIsNoted() {
    assertThat(notes("{\"groups\": {\"group:g\": [\"twin@example.com\", \"ann@example.com\"]}}\n"))
        .singleElement()
        .extracting(PolicyFault::message)
        .isEqualTo("\"twin@example.com\" is the login of several users, and means none");
  }

  @Test
  void aLiteralAddressThatOpensNothingIsNoted() {
    assertThat(
            notes(
                "{\"grants\": [{\"src\": [\"*\"], \"ip\": [\"*\"],"
                    + " \"dst\": [\"fd7a:115c:a1e0::7\", \"100.64.0.7\", \"fd00::7\"]}]}\n"))
        .singleElement()
        .extracting(PolicyFault::message)
        .asString()
        .contains("fd7a:115c:a1e0::7");
  }

  private static List<PolicyFault> notes(String text) {
    Verdict verdict = PolicyGate.judge(text, DIRECTORY);
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return ((Verdict.Accepted) verdict).notes();
  }

  private static User user(long id, String name, String email) {
    return new User(new UserId(id), name, "", email, "", List.of(), Set.of(Role.MEMBER), null);
  }
}
