package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.control.AnswerStream;
import dev.wayleave.protocol.noise.Session;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeResponse;
import dev.wayleave.testkit.client.FakeStream;
import dev.wayleave.testkit.leak.NoLeaks;
import dev.wayleave.testkit.wait.Await;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What happens at each limit, as `docs/limits.md` says it, and that it is counted.
@ExtendWith(NoLeaks.class)
class LimitsTest {
  private static final byte[] ONE_KILOBYTE = new byte[1000];
  private static final int PART = 100_000;
  private static final byte SETTINGS = 4;
  private static final byte WINDOW_UPDATE = 8;

  @Test
  void whereTheQueueOfHandshakesIsFullTheNextIsAnswered503() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    try (RunningChannel running =
            new RunningChannel(Limits.of("handshakes-at-once", "1", "handshakes-waiting", "1"));
        RawConnection first = new RawConnection(running);
        RawConnection second = new RawConnection(running);
        RawConnection third = new RawConnection(running)) {
      running.beforeHandshakes =
          () -> {
            begun.incrementAndGet();
            await(release);
          };
      first.sendInitiation(running);
      Await.until("one handshake is computed", () -> begun.get() == 1);
      second.sendInitiation(running);
      Await.until("one waits", () -> running.channel.connections() == 2);
      third.sendInitiation(running);
      String refusal = third.readHead();
      assertThat(refusal).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After: 5");
      assertThat(running.refused(Limit.HANDSHAKES_WAITING)).isEqualTo(1);
      release.countDown();
      assertThat(first.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(second.readHead()).startsWith("HTTP/1.1 101 ");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aHandshakeThatWaitedTooLongIsAnswered503() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (RunningChannel running =
            new RunningChannel(
                Limits.of("handshakes-at-once", "1", "handshake-deadline", "PT0.2S"));
        RawConnection first = new RawConnection(running);
        RawConnection second = new RawConnection(running)) {
      running.beforeHandshakes = () -> await(release);
      first.sendInitiation(running);
      second.sendInitiation(running);
      Await.until("both are there", () -> running.channel.connections() == 2);
      long begun = System.nanoTime();
      Await.until("the deadline is over", () -> System.nanoTime() - begun > 400_000_000L);
      release.countDown();
      assertThat(first.readHead() + second.readHead())
          .contains("HTTP/1.1 101 ")
          .contains("HTTP/1.1 503 ");
      assertThat(running.refused(Limit.HANDSHAKE_DEADLINE)).isGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void aBodyThatDoesNotEndIsAnswered408AndTheConnectionStays() throws Exception {
    try (RunningChannel running =
            new RunningChannel(Limits.of("body-deadline", "PT0.3S"), Endpoints.echo());
        FakeClient client = running.connect();
        FakeStream slow = client.begin("POST", "/echo", new byte[] {1})) {
      // The reset behind the answer may overtake its text.
      assertThat(slow.next())
          .isInstanceOfSatisfying(
              FakeStream.Piece.Head.class, head -> assertThat(head.status()).isEqualTo(408));
      assertThat(client.get("/echo").status()).isEqualTo(200);
      assertThat(running.refused(Limit.BODY_DEADLINE)).isEqualTo(1);
      Await.until("its byte is given back", () -> isWhole(running));
    }
  }

  @Test
  void bodiesOfOneConnectionBeyondItsShareAreAnswered503UntilOthersEnd() throws Exception {
    ChannelLimits limits = Limits.of("body-bytes", "1000", "body-bytes-per-connection", "1500");
    try (RunningChannel running = new RunningChannel(limits, Endpoints.echo());
        FakeClient client = running.connect()) {
      try (FakeStream _ = client.begin("POST", "/echo", ONE_KILOBYTE)) {
        taken(running, limits, 1000);
        FakeResponse refused = client.request("POST", "/echo", ONE_KILOBYTE);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).isEqualTo("too much is being asked at once; try again\n");
        assertThat(running.refused(Limit.BODY_BYTES_TOGETHER)).isEqualTo(1);
      }
      taken(running, limits, 0);
      assertThat(client.request("POST", "/echo", ONE_KILOBYTE).status()).isEqualTo(200);
    }
  }

  @Test
  void bodiesOfAllConnectionsBeyondTheTotalAreAnswered503UntilAConnectionEnds() throws Exception {
    ChannelLimits limits =
        Limits.of(
            "body-bytes", "1000", "body-bytes-per-connection", "1000", "body-bytes-total", "1500");
    try (RunningChannel running = new RunningChannel(limits, Endpoints.echo());
        FakeClient other = running.connect()) {
      try (FakeClient hoarder = running.connect();
          FakeStream _ = hoarder.begin("POST", "/echo", ONE_KILOBYTE)) {
        taken(running, limits, 1000);
        assertThat(other.request("POST", "/echo", ONE_KILOBYTE).status()).isEqualTo(503);
      }
      taken(running, limits, 0);
      assertThat(other.request("POST", "/echo", ONE_KILOBYTE).status()).isEqualTo(200);
    }
  }

  private static void taken(RunningChannel running, ChannelLimits limits, long bytes) {
    Await.until(
        bytes + " bytes are taken",
        () -> running.channel.bodyBytesLeft() == limits.bodyBytesTotal() - bytes);
  }

  private static boolean isWhole(RunningChannel running) {
    return running.channel.bodyBytesLeft() == ChannelLimits.DEFAULT.bodyBytesTotal();
  }

  @Test
  void aStreamWhoseReaderDoesNotReadIsResetAtTheWriteDeadline() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    var flood =
        Endpoints.at(
            "/flood",
            exchange -> {
              AnswerStream answer = exchange.stream("application/octet-stream");
              try {
                while (true) {
                  answer.write(new byte[PART]).toCompletableFuture().join();
                }
              } catch (CompletionException e) {
                failure.complete(e.getCause());
              }
            });
    try (RunningChannel running =
            new RunningChannel(Limits.of("write-deadline", "PT0.3S"), flood, Endpoints.echo());
        FakeClient client = running.connect();
        FakeStream _ = client.open("GET", "/flood", new byte[0])) {
      assertThat(failure.get()).hasMessageContaining("the client is gone");
      assertThat(running.refused(Limit.WRITE_DEADLINE)).isGreaterThanOrEqualTo(1);
      assertThat(client.get("/echo").status()).as("the connection stays").isEqualTo(200);
    }
  }

  @Test
  void aFloodOfSettingsEndsTheConnection() throws Exception {
    try (RunningChannel running = new RunningChannel(Limits.of("control-frames", "100"));
        RawConnection raw = new RawConnection(running);
        Session session = raw.handshake(running)) {
      raw.send(RawConnection.sealed(session, flood(SETTINGS, new byte[0], 200)));
      raw.awaitClosed();
      Await.until("it is counted", () -> running.refused(Limit.CONTROL_FRAMES) == 1);
    }
  }

  @Test
  void aFloodOfWindowUpdatesHoldsNothingAndOthersAreServed() throws Exception {
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, Endpoints.echo());
        RawConnection raw = new RawConnection(running);
        Session session = raw.handshake(running);
        FakeClient other = running.connect()) {
      raw.send(RawConnection.sealed(session, flood(WINDOW_UPDATE, word(1), 20_000)));
      assertThat(other.get("/echo").status()).isEqualTo(200);
      // RFC 9113 §6.9.1: beyond 2^31-1 the connection ends, which proves that all before was read.
      raw.send(RawConnection.sealed(session, frame(WINDOW_UPDATE, word(Integer.MAX_VALUE))));
      raw.awaitClosed();
      Await.until("it is counted", () -> running.refused(Limit.HTTP2) == 1);
    }
  }

  private static byte[] flood(byte type, byte[] payload, int times) {
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    flood.writeBytes(RawConnection.PREFACE);
    for (int i = 0; i < times; i++) {
      flood.writeBytes(frame(type, payload));
    }
    return flood.toByteArray();
  }

  /// A frame about the connection.
  private static byte[] frame(byte type, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put(new byte[] {0, 0, (byte) payload.length, type, 0, 0, 0, 0, 0})
        .put(payload)
        .array();
  }

  private static byte[] word(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
