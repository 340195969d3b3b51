package dev.wayleave.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityVersionTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "113", "65535"})
  void textFormRoundTrips(String text) {
    assertThat(CapabilityVersion.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "01", "65536", "99999", "999999999999", "1 ", "a", "١"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> CapabilityVersion.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theOldestServedIsAFloor() {
    CapabilityVersion oldest = CapabilityVersion.OLDEST_SERVED;
    assertThat(oldest.isAtLeast(oldest)).isTrue();
    assertThat(new CapabilityVersion(112).isAtLeast(oldest)).isFalse();
    assertThat(new CapabilityVersion(142)).isGreaterThan(oldest);
  }
}
