package dev.wayleave.importers.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "30m, PT30M",
    "1h30m, PT1H30M",
    "1.5h, PT1H30M",
    "800ms, PT0.8S",
    "120s, PT2M",
    "1us, PT0.000001S",
    "1µs, PT0.000001S",
    "7ns, PT0.000000007S",
    "180d, PT4320H",
    "2w, PT336H",
    "1y, PT8760H",
    "1y2d3h, PT8811H",
    "-5m, PT-5M",
    ".5s, PT0.5S",
  })
  void readsWhatGoAndHeadscaleRead(String text, String expected) {
    assertThat(GoDuration.parse(text)).contains(Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h", "30", "5 m x", "1h-3m", "ten minutes", "1000y", "∞", "PT30M"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }
}
