package dev.wayleave.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  private ProgressLine line(boolean terminal) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new ProgressLine(
        new Console(
            InputStream.nullInputStream(),
            stream,
            stream,
            Map.of(),
            Path.of("/"),
            new Terminals(false, false, terminal, 80),
            () -> now,
            new SecureRandom()));
  }

  @Test
  void printsAtMostOneLineASecondWhereNobodySits() {
    try (ProgressLine progress = line(false)) {
      for (int i = 0; i < 25; i++) {
        now = now.plus(Duration.ofMillis(100));
        progress.at("reading nodes", i * 1000L, 25_000);
      }
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            wayleave: reading nodes, 9 000 of 25 000
            wayleave: reading nodes, 19 000 of 25 000
            """);
  }

  @Test
  void drawsABarOnATerminalAndTakesItAway() {
    try (ProgressLine progress = line(true)) {
      now = now.plus(Duration.ofMillis(200));
      progress.at("reading nodes", 50, 100);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("████████████░░░░░░░░░░░░ reading nodes, 50 of 100")
        .endsWith("\r\u001b[K");
  }
}
