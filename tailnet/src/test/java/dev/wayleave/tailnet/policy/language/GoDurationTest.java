package dev.wayleave.tailnet.policy.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0,0s",
    "1h,1h0m0s",
    "-1m,-1m0s",
    "200h,200h0m0s",
    "168h0m1s,168h0m1s",
    "1.5s,1.5s",
    "90s,1m30s",
    "1h1ms,1h0m0.001s",
    "1500us,1.5ms",
    "2.5us,2.5µs",
    "3ns,3ns",
    ".5h,30m0s"
  })
  void printsWhatGoPrints(String text, String printed) throws Refusal {
    assertThat(GoDuration.print(GoDuration.parse(text))).isEqualTo(printed);
  }
}
