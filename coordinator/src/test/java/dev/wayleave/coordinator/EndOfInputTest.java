package dev.wayleave.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EndOfInputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void whatIsWrittenIsReadAwayAndTheEndIsTold() throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CountDownLatch ended = new CountDownLatch(1);
    PipedInputStream in = new PipedInputStream(16);
    Thread watch;
    try (PipedOutputStream starter = new PipedOutputStream(in)) {
      watch =
          EndOfInput.watch(
              in, new PrintStream(err, true, StandardCharsets.UTF_8), ended::countDown);
      // More than the pipe holds: this returns once it is read.
      starter.write(new byte[100]);
      assertThat(ended.getCount()).isEqualTo(1);
    }
    assertThat(watch.join(PATIENCE)).isTrue();
    assertThat(ended.getCount()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("What started this coordinator has ended; the coordinator stops.\n");
  }
}
