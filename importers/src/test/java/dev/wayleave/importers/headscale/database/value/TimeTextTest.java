package dev.wayleave.importers.headscale.database.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  @ParameterizedTest
  @CsvSource({
    "2023-01-15 14:41:49.445054371+01:00, 2023-01-15T13:41:49.445054371Z",
    "2023-01-15 14:41:49.4+00:00, 2023-01-15T14:41:49.400Z",
    "2023-01-15 14:41:49, 2023-01-15T14:41:49Z",
    "2023-01-15T14:41:49Z, 2023-01-15T14:41:49Z",
    "2023-01-15 14:41:49.123456+00, 2023-01-15T14:41:49.123456Z",
    "2023-01-15 14:41:49-0330, 2023-01-15T18:11:49Z",
    "2023-01-15 14:41:49.123456789 +0000 UTC, 2023-01-15T14:41:49.123456789Z",
    "12023-01-15 14:41:49Z, +12023-01-15T14:41:49Z",
    "2023-01-15 14:41:49.1 +0100 CET m=+0.5, 2023-01-15T13:41:49.100Z",
    "0001-01-01 00:00:00-07:52:58, 0001-01-01T07:52:58Z"
  })
  void readsAllSpellings(String text, Instant expected) {
    assertThat(TimeText.parse(text)).isEqualTo(new Parsed.Value<>(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2023-13-01 00:00:00",
        "2023-01-15",
        "1-1-1 0:0:0",
        "-infinity",
        "2023-01-15 14:41:49.",
        "2023-01-15 14:41:49+1",
        "2023-01-15 14:41:49 elsewhere",
        "2023-01-15 14:41:49Z;",
        "2023-01-15 14:41:49.1234567890"
      })
  void saysWhatIsNoTime(String text) {
    assertThat(TimeText.parse(text)).isEqualTo(new Parsed.Unreadable<Instant>(text));
  }

  @Test
  void emptyAndInfinityAreNoLimit() {
    assertThat(TimeText.parse("")).isEqualTo(new Parsed.Nothing<Instant>());
    assertThat(TimeText.parse("infinity")).isEqualTo(new Parsed.Nothing<Instant>());
  }
}
