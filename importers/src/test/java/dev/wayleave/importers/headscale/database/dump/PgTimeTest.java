package dev.wayleave.importers.headscale.database.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-22 05:20:17.912508+00, 2026-11-22 05:20:17.912508+00",
    "2026-11-22 06:20:17.91+01, 2026-11-22 05:20:17.91+00",
    "2026-11-22 10:50:17+05:30, 2026-11-22 05:20:17+00",
    "0001-12-31 19:03:58-04:56:02 BC, 0001-01-01 00:00:00+00",
    "0001-12-31 23:00:00+00 BC, 0001-12-31 23:00:00+00 BC",
    "10000-01-01 06:30:00.000001+00, 10000-01-01 06:30:00.000001+00",
    "infinity, infinity",
    "2026-02-30 00:00:00+00, 2026-02-30 00:00:00+00",
    "yesterday, yesterday",
  })
  void printsMomentsAsPostgresDoesForUtc(String written, String printed) {
    assertThat(PgTime.inUtc(written)).isEqualTo(printed);
  }
}
