package dev.wayleave.tailnet.policy.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/// What the recorded cases do not show; those run as tests of the command.
class CaseAnswerTest {
  @Test
  void aDeviceThatIsToDoWithoutIpv4IsShownWithoutIt() {
    JsonNode expect =
        answer(
            "{'nodeAttrs': [{'target': ['tag:a'], 'attr': ['disable-ipv4']}],"
                + " 'tagOwners': {'tag:a': []}}",
            "{}");

    assertThat(expect.at("/six/self/allowedIPs")).hasToString("[\"fd7a:115c:a1e0::1/128\"]");
    assertThat(expect.at("/both/peers/six/allowedIPs")).hasToString("[\"fd7a:115c:a1e0::1/128\"]");
    assertThat(expect.at("/six/peers/both/allowedIPs")).hasSize(2);
  }

  @Test
  void theSettingsOfTheTailnetShowInCapabilities() {
    JsonNode expect = answer("{}", "{'settings': {'devices_key_duration_days': 5}}");

    assertThat(expect.at("/both/self/capMap/tailnet.maxKeyDuration")).hasToString("[432000]");
  }

  @Test
  void whatIsNoCaseIsRefused() {
    assertThatThrownBy(() -> RecordedCase.parse("{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("policy");
  }

  private static JsonNode answer(String policy, String tailnet) {
    String json =
        """
        {"policy": %s, "tailnet": %s,
         "users": [{"id": 1, "name": "ann", "email": "ann@example.com"}],
         "nodes": {
           "six": {"tags": ["tag:a"], "ipv4": "100.64.0.1", "ipv6": "fd7a:115c:a1e0::1"},
           "both": {"user": "ann", "ipv4": "100.64.0.2", "ipv6": "fd7a:115c:a1e0::2"}}}
        """
            .formatted(policy, tailnet)
            .replace('\'', '"');
    return CaseAnswer.to(RecordedCase.parse(json)).path("expect");
  }
}
