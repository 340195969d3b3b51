package dev.wayleave.tailnet.policy.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final DeviceFacts LAPTOP =
      DeviceFacts.of(
          """
          {"OS":"macOS","OSVersion":"13.4.0","IPNVersion":"1.80.2-t5d6f4a1-g9a8b7c6","AllowsUpdate":true}
          """,
          Map.of(
              "custom:tier", Value.of("prod"),
              "custom:score", Value.of(87),
              "custom:managed", Value.of(false)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node:os == 'macos'",
        "node:os != \"linux\"",
        "node:os IN ['macos', 'linux']",
        "node:os in ['macos','linux',]",
        "node:os NOT IN ['windows']",
        "  node:tsVersion>='1.80'  ",
        "node:tsVersion < '1.82'",
        "node:tsVersion > '1.9.9'",
        "node:tsVersion == '1.80.2'",
        "node:osVersion <= '13.4.0'",
        "node:tsReleaseTrack == 'stable'",
        "node:tsAutoUpdate == true",
        "node:tsAutoUpdate",
        "node:tsStateEncrypted NOT SET",
        "custom:score >= 87",
        "custom:score == 87.0",
        "custom:score IN [1, 87]",
        "custom:tier is set",
        "custom:other not set",
        "custom:managed != true"
      })
  void holdsForADeviceThatMeetsIt(String text) throws ConditionException {
    assertThat(Condition.parse(text).judge(LAPTOP)).isEqualTo(Outcome.HOLDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "node:os == 'linux' | node:os is 'macos'",
        "node:tsVersion >= '1.82' | node:tsVersion is '1.80.2'",
        "node:tsVersion == '1.80' | node:tsVersion is '1.80.2'",
        "custom:score < 87 | custom:score is 87",
        "custom:managed | custom:managed is false",
        "custom:tier NOT SET | custom:tier is 'prod'",
        "custom:tier NOT IN ['dev', 'prod'] | custom:tier is 'prod'",
        "custom:other == 'x' | custom:other is not set",
        "custom:other != 'x' | custom:other is not set",
        "custom:other NOT IN ['x'] | custom:other is not set",
        "custom:other IS SET | custom:other is not set"
      })
  void failsWithWhatTheDeviceHas(String text, String because) throws ConditionException {
    assertThat(Condition.parse(text).judge(LAPTOP)).isEqualTo(new Outcome.Fails(because));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip:country IN ['CA', 'US']",
        "ip:country NOT SET",
        "falcon:ztaScore >= 70",
        "node:serialNumber NOT IN ['C02']",
        "node:os != 3",
        "custom:score == '87'",
        "custom:score NOT IN ['87']"
      })
  void cannotBeToldWithoutASourceOrAcrossTypes(String text) throws ConditionException {
    assertThat(Condition.parse(text).judge(LAPTOP)).isInstanceOf(Outcome.Unknowable.class);
  }

  @Test
  void aDeviceThatSaidNothingOfItselfHasNoFactsButCustomOnes() throws ConditionException {
    DeviceFacts silent = DeviceFacts.of(null, Map.of("custom:tier", Value.of("prod")));
    assertThat(Condition.parse("custom:tier == 'prod'").judge(silent)).isEqualTo(Outcome.HOLDS);
    assertThat(Condition.parse("custom:other NOT SET").judge(silent)).isEqualTo(Outcome.HOLDS);
    assertThat(Condition.parse("node:os NOT SET").judge(silent))
        .isInstanceOf(Outcome.Unknowable.class);
    assertThat(DeviceFacts.of("{nonsense", Map.of())).isEqualTo(DeviceFacts.of(null, Map.of()));
  }

  @Test
  void theFactsOfATestAreReadAsWhatTheyAreComparedWith() throws ConditionException {
    DeviceFacts stated =
        DeviceFacts.stated(
            Map.of("node:tsVersion", "1.42.0", "custom:score", "7", "node:tsAutoUpdate", "true"));
    assertThat(Condition.parse("node:tsVersion >= '1.40'").judge(stated)).isEqualTo(Outcome.HOLDS);
    assertThat(Condition.parse("custom:score > 6.5").judge(stated)).isEqualTo(Outcome.HOLDS);
    assertThat(Condition.parse("node:tsAutoUpdate == true").judge(stated)).isEqualTo(Outcome.HOLDS);
    assertThat(Condition.parse("ip:country NOT SET").judge(stated)).isEqualTo(Outcome.HOLDS);
    assertThat(Condition.parse("node:os == 'linux'").judge(stated))
        .isEqualTo(new Outcome.Fails("node:os is not set"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.80.2,1.82",
    "1.9,1.10",
    "12,12.0",
    "1.80,1.80.1",
    "5.10.0-17-amd64,5.10.0-18-amd64",
    "10.0.19044.1889,10.0.22631.1",
    "1.80.0,1.80.0-pre",
    "1.2,1.99999999999999999999999"
  })
  void versionsAreComparedRunByRun(String less, String more) {
    assertThat(Versions.compare(less, more)).isNegative();
    assertThat(Versions.compare(more, less)).isPositive();
    assertThat(Versions.compare(less, less)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "os == 'linux' | 0 | expected an attribute of the form NAMESPACE:NAME",
        "`` | 0 | expected an attribute of the form NAMESPACE:NAME",
        "node: == 'linux' | 0 | expected an attribute of the form NAMESPACE:NAME",
        "node:os = 'linux' | 8 | expected one of ==",
        "node:os ISSET | 8 | expected one of ==",
        "node:os == linux | 11 | expected a quoted string, a number, true or false",
        "node:os == 'linux | 11 | the string does not end",
        "node:os == | 10 | expected a quoted string, a number, true or false",
        "node:os IN 'linux' | 11 | expected a list",
        "node:os IN ['linux' 'macos'] | 20 | expected ',' or ']' in the list",
        "node:os == 'a' 'b' | 15 | unexpected text after the condition",
        "custom:tier >= 'b' | 11 | <, <=, > and >= are for numbers",
        "node:tsVersion >= 1.80 | 14 | node:tsVersion is compared with a quoted version"
      })
  void aFaultIsToldWithItsOffset(String text, int offset, String reason) {
    ConditionException fault =
        catchThrowableOfType(ConditionException.class, () -> Condition.parse(text));
    assertThat(fault.reason()).startsWith(reason);
    assertThat(fault.offset()).isEqualTo(offset);
  }
}
