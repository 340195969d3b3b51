package dev.wayleave.tailnet.policy.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.policy.language.PolicyReader;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PosturesTest {
  private static final DeviceFacts LINUX =
      DeviceFacts.of(
          "{\"OS\":\"linux\",\"OSVersion\":\"6.8\",\"IPNVersion\":\"1.83.4-t1\"}", Map.of());

  private static Postures postures(String... defaults) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put("posture:mac", List.of("node:os == 'macos'", "node:tsReleaseTrack == 'stable'"));
    texts.put("posture:linux", List.of("node:os == 'linux'", "node:tsVersion >= '1.40'"));
    texts.put("posture:home", List.of("ip:country IN ['NL']", "node:os == 'linux'"));
    texts.put("posture:away", List.of("ip:country IN ['US']", "node:os == 'windows'"));
    return Postures.of(texts, List.of(defaults));
  }

  @Test
  void withoutPostureEveryDeviceIsAdmitted() {
    assertThat(postures().admits(List.of(), LINUX)).isEqualTo(Verdict.FREE);
    assertThat(postures().restricts(List.of())).isFalse();
  }

  @Test
  void onePostureOfSeveralIsEnough() {
    assertThat(postures().admits(List.of("posture:mac", "posture:linux"), LINUX))
        .isEqualTo(new Verdict.Admitted("posture:linux"));
  }

  @Test
  void aPostureAsksForAllItsConditions() {
    assertThat(postures().admits(List.of("posture:mac"), LINUX))
        .isEqualTo(
            new Verdict.Denied(
                List.of(new Shortfall("posture:mac", "node:os == 'macos'", "node:os is 'linux'"))));
  }

  @Test
  void theDefaultHoldsForRulesThatNameNoneAndOnlyForThem() {
    Postures postures = postures("posture:mac");
    assertThat(postures.admits(List.of(), LINUX).admits()).isFalse();
    assertThat(postures.admits(List.of("posture:linux"), LINUX).admits()).isTrue();
    assertThat(postures.restricts(List.of())).isTrue();
  }

  @Test
  void whatCannotBeToldDeniesAndSaysSo() {
    Shortfall country =
        new Shortfall("posture:home", "ip:country IN ['NL']", "nothing here can tell ip:country");
    assertThat(postures().admits(List.of("posture:home"), LINUX))
        .isEqualTo(new Verdict.Unknown(List.of(country), List.of(country)));
    assertThat(country)
        .hasToString(
            "posture:home asks for ip:country IN ['NL'], but nothing here can tell ip:country");
  }

  @Test
  void aConditionThatIsNotMetGoesBeforeOneThatCannotBeTold() {
    assertThat(postures().admits(List.of("posture:away"), LINUX))
        .isEqualTo(
            new Verdict.Denied(
                List.of(
                    new Shortfall("posture:away", "node:os == 'windows'", "node:os is 'linux'"))));
  }

  @Test
  void anUndefinedPostureAdmitsNobody() {
    assertThat(postures().admits(List.of("posture:none"), LINUX).admits()).isFalse();
  }

  @Test
  void anOddMinorVersionIsUnstable() {
    assertThat(LINUX.values().get("node:tsReleaseTrack")).isEqualTo(Value.of("unstable"));
    assertThat(LINUX.values().get("node:tsAutoUpdate")).isEqualTo(Value.of(false));
  }

  @Test
  void aConditionThatTheReaderLetThroughIsNamed() {
    Map<String, List<String>> texts = Map.of("posture:x", List.of("node:os ="));
    assertThatThrownBy(() -> Postures.of(texts, List.of()))
        .hasMessageStartingWith("posture:x: \"node:os =\": expected one of");
  }

  @Test
  void aPolicyWithAWrongConditionIsRefusedAtItsPlace() throws PolicySyntaxException {
    String policy = "{\n \"postures\": {\"posture:x\": [\"node:os is 'linux'\"]}\n}";
    JsonObject root = (JsonObject) PolicyText.parse(policy).root();
    assertThat(PolicyReader.read(root))
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused ->
                assertThat(refused.faults())
                    .singleElement()
                    .hasToString(
                        "line 2, column 38: postures[\"posture:x\"]: \"node:os is 'linux'\": expected"
                            + " one of ==, !=, <, <=, >, >=, IN, NOT IN, IS SET and NOT SET"));
  }

  @Test
  void anAssessmentTellsWhichConditionsCanBeEvaluated() {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put("posture:a", List.of("node:os == 'linux'", "custom:x IS SET", "node:os != 'macOS'"));
    texts.put("posture:b", List.of("ip:country == 'NL'", "fleet:present", "node:serial IS SET"));
    assertThat(Assessment.of(Postures.of(texts, List.of())))
        .extracting(Assessment.Remark::kind)
        .containsExactly(
            Assessment.Kind.EVALUATED,
            Assessment.Kind.EVALUATED,
            Assessment.Kind.STRANGE_VALUE,
            Assessment.Kind.NO_SOURCE,
            Assessment.Kind.NO_SOURCE,
            Assessment.Kind.NO_SOURCE);
    assertThat(Assessment.of(Postures.of(texts, List.of())).get(3).remark())
        .isEqualTo(
            "Wayleave does not know ip:country (the country of the device's public address): a"
                + " device without a value for it does not satisfy posture:b.");
  }
}
