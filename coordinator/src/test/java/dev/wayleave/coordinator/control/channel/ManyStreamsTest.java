package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.control.AnswerStream;
import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeStream;
import dev.wayleave.testkit.leak.NoLeaks;
import dev.wayleave.testkit.wait.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ManyStreamsTest {
  private static final int PART = 100_000;

  @Test
  void twoHundredAndFiftyRequestsWaitAtOnceOnOneConnection() throws Exception {
    int many = 250;
    CountDownLatch all = new CountDownLatch(many);
    var held =
        Endpoints.at(
            "/hold",
            exchange -> {
              all.countDown();
              all.await();
              exchange.answer(ControlAnswer.json(exchange.request().body()));
            });
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, held);
        FakeClient client = running.connect()) {
      List<FakeStream> streams = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        streams.add(client.open("POST", "/hold", new byte[] {(byte) i}));
      }
      for (int i = 0; i < many; i++) {
        assertThat(streams.get(i).whole().body()).containsExactly((byte) i);
      }
      // An answer leaves before its request is let go.
      Await.until(
          "every body is let go",
          () -> running.channel.bodyBytesLeft() == ChannelLimits.DEFAULT.bodyBytesTotal());
    }
  }

  @Test
  void aPartCompletesOnlyWhenTheClientTakesIt() throws Exception {
    AtomicInteger completed = new AtomicInteger();
    int parts = 50;
    var flood =
        Endpoints.at(
            "/flood",
            exchange -> {
              AnswerStream answer = exchange.stream("application/octet-stream");
              for (int i = 0; i < parts; i++) {
                answer.write(new byte[PART]).toCompletableFuture().join();
                completed.incrementAndGet();
              }
              answer.end();
            });
    int window = 3 * PART;
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, flood)) {
      var to = running.connecting();
      var slow =
          new FakeClient.Connecting(
              to.host(), to.port(), to.server(), to.machine(), to.version(), false, window);
      try (FakeClient client = FakeClient.connect(slow);
          FakeStream stream = client.open("GET", "/flood", new byte[0])) {
        assertThat(stream.next()).isInstanceOf(FakeStream.Piece.Head.class);
        // The connection's own window is 65535 bytes, so not even one part fits at first.
        assertThat(stream.poll(Duration.ofSeconds(5))).isPresent();
        assertThat(completed.get()).isLessThanOrEqualTo(3);
        int read = stream.whole().body().length;
        assertThat(read).isBetween((parts - 1) * PART, parts * PART);
        Await.until("all parts are through", () -> completed.get() == parts);
      }
    }
  }

  @Test
  void whoLeavesMidStreamIsNoticedAndFurtherWritesFail() throws Exception {
    leavesAreNoticed(FakeStream::close);
  }

  @Test
  void aLostConnectionEndsItsStreams() throws Exception {
    AtomicReference<FakeClient> connection = new AtomicReference<>();
    leavesAreNoticed(connection, _ -> connection.get().close());
  }

  private void leavesAreNoticed(Consumer<FakeStream> leave) throws Exception {
    leavesAreNoticed(new AtomicReference<>(), leave);
  }

  private void leavesAreNoticed(AtomicReference<FakeClient> connection, Consumer<FakeStream> leave)
      throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    AtomicReference<AnswerStream> kept = new AtomicReference<>();
    var poll =
        Endpoints.at(
            "/poll",
            exchange -> {
              AnswerStream answer = exchange.stream("application/octet-stream");
              kept.set(answer);
              exchange.whenGone(() -> {
                calls.incrementAndGet();
                gone.countDown();
              });
              answer.write(new byte[] {1}).toCompletableFuture().join();
            });
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, poll);
        FakeClient client = running.connect()) {
      connection.set(client);
      FakeStream stream = client.open("POST", "/poll", new byte[] {2});
      assertThat(stream.nextBytes()).containsExactly(1);
      leave.accept(stream);
      gone.await();
      CompletionStage<?> late = kept.get().write(new byte[] {3});
      assertThat(late.toCompletableFuture()).isCompletedExceptionally();
      kept.get().end();
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void whatEndsByItselfIsNotGone() throws Exception {
    AtomicInteger gone = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(1);
    var ends =
        Endpoints.at(
            "/ends",
            exchange -> {
              exchange.whenGone(gone::incrementAndGet);
              AnswerStream answer = exchange.stream("text/plain");
              answer.write(new byte[] {1}).toCompletableFuture().join();
              answer.end();
              exchange.whenGone(gone::incrementAndGet);
              asked.countDown();
            });
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, ends)) {
      try (FakeClient client = running.connect()) {
        assertThat(client.get("/ends").body()).containsExactly(1);
        asked.await();
      }
      Await.until("the connection is closed", () -> running.channel.connections() == 0);
      assertThat(gone).hasValue(0);
    }
  }

  @Test
  void anAnswerThatIsCutIsNotTakenForWhole() throws Exception {
    // A reset may overtake bytes that the client has not taken yet.
    var taken = new CountDownLatch(1);
    var cuts =
        Endpoints.at(
            "/cuts",
            exchange -> {
              AnswerStream answer = exchange.stream("text/plain");
              answer.write(new byte[] {1}).toCompletableFuture().join();
              taken.await();
              answer.cut();
            });
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, cuts);
        FakeClient client = running.connect();
        FakeStream stream = client.open("GET", "/cuts", new byte[0])) {
      assertThat(stream.nextBytes()).containsExactly(1);
      taken.countDown();
      assertThat(stream.next()).isInstanceOf(FakeStream.Piece.Cut.class);
    }
  }
}
