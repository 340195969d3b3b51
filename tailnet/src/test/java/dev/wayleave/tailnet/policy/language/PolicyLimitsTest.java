package dev.wayleave.tailnet.policy.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Texts that would be slow or endless if anything were asked more than once.
@Timeout(60)
class PolicyLimitsTest {
  @Test
  void aHundredThousandHostsInOneRuleAreRead() {
    String hosts =
        entries(
            100_000,
            i -> "'h" + i + "':'10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256 + "'");
    String uses = entries(100_000, i -> "'h" + i + ":22'");
    Policy policy =
        Policies.sound(
            "{'hosts':{"
                + hosts
                + "},'acls':[{'action':'accept','src':['*'],'dst':["
                + uses
                + "]}]}");
    assertThat(policy.hosts()).hasSize(100_000);
  }

  @Test
  void aCircleOfTagsIsReadOnce() {
    String owners = entries(50_000, i -> "'tag:t" + i + "':['tag:t" + (i + 1) % 50_000 + "']");
    assertThat(Policies.sound("{'tagOwners':{" + owners + "}}").tagOwners()).hasSize(50_000);
  }

  @Test
  void aCircleOfIpSetsIsRefused() {
    String sets = entries(50_000, i -> "'ipset:s" + i + "':['ipset:s" + (i + 1) % 50_000 + "']");
    assertThat(Policies.messages("{'ipsets':{" + sets + "}}"))
        .first()
        .isEqualTo("ipsets[\"ipset:s0\"]: IP sets cannot be recursive");
  }

  @Test
  void ipSetsThatDoubleAtEveryStepAreRefused() {
    String sets =
        "'ipset:s0':['10.0.0.1'],"
            + entries(40, i -> "'ipset:s" + (i + 1) + "':['ipset:s" + i + "','ipset:s" + i + "']");
    assertThat(Policies.messages("{'ipsets':{" + sets + "}}"))
        .first()
        .asString()
        .endsWith("IP sets within it are too many or too deep");
  }

  @Test
  void ipSetsThatNestWithoutEndAreRefused() {
    String sets =
        "'ipset:s0':['10.0.0.1'],"
            + entries(10_000, i -> "'ipset:s" + (i + 1) + "':['ipset:s" + i + "']");
    assertThat(Policies.messages("{'ipsets':{" + sets + "}}"))
        .first()
        .isEqualTo("ipsets[\"ipset:s101\"]: IP sets within it are too many or too deep");
  }

  @Test
  void ofManyFaultsEnoughAreTold() {
    String words = entries(200_000, i -> "'no" + i + "'");
    assertThat(Policies.messages("{'acls':[{'action':'accept','src':[" + words + "],'dst':[]}]}"))
        .hasSize(100);
  }

  @Test
  void aRuleOfManySourcesAndDestinationsIsReadOnce() {
    String users = entries(100_000, i -> "'alice@example.com'");
    String rule =
        "{'action':'accept','users':['root'],'src':[" + users + "],'dst':[" + users + "]}";
    assertThat(Policies.sound("{'ssh':[" + rule + "]}").ssh().getFirst().destinations())
        .hasSize(100_000);
  }

  @Test
  void aGrantThatMultipliesBeyondMeasureIsRefused() {
    String ports = entries(20_000, i -> "'" + (i + 1) + "'");
    String addresses = entries(20_000, i -> "'10.0." + i / 256 + "." + i % 256 + "'");
    assertThat(
            Policies.messages(
                "{'grants':[{'src':['*'],'dst':[" + addresses + "],'ip':[" + ports + "]}]}"))
        .containsExactly("grants[0]: dst times ip is more than 1000000 entries");
  }

  @Test
  void aMessageHoldsTheBeginningOfALongWord() {
    String word = "x".repeat(1_000_000);
    assertThat(
            Policies.messages(
                "{'acls':[{'action':'"
                    + word
                    + "','src':['"
                    + word
                    + "','user:*@"
                    + word
                    + "']}]}"))
        .hasSize(3)
        .allSatisfy(message -> assertThat(message).hasSizeLessThan(300));
  }

  private static String entries(int count, IntFunction<String> entry) {
    return IntStream.range(0, count).mapToObj(entry).collect(Collectors.joining(","));
  }
}
