package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.protocol.noise.Session;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.wait.Await;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Many connections at once that are of no use to anybody, and a client that wants to be served.
class HostileCrowdTest {
  /// HEADERS of stream 1 that announce 100 bytes and bring one.
  private static final byte[] HALF_HEADERS = {0, 0, 100, 1, 4, 0, 0, 0, 1, (byte) 0x83};

  private final List<RawConnection> halfOpen = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @Test
  void othersAreServedBesideIdleHalfOpenAndDrippingConnections() throws Exception {
    int many = many();
    var echo =
        Endpoints.at(
            "/echo", exchange -> exchange.answer(ControlAnswer.json(exchange.request().body())));
    try (RunningChannel running =
        new RunningChannel(Limits.of("handshakes-per-address", "100000"), echo)) {
      for (int i = 0; i < many; i++) {
        join(running, i % 4);
      }
      int begun = (int) IntStream.range(0, many).filter(i -> i % 4 > 1).count();
      Await.until("all have begun", () -> running.channel.provenMachines() == begun);
      try (FakeClient client = running.connect()) {
        byte[] asked = "{}".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20; i++) {
          assertThat(client.request("POST", "/echo", asked).body()).isEqualTo(asked);
        }
      }
      for (RawConnection one : halfOpen) {
        one.awaitClosed();
      }
      assertThat(running.channel.provenMachines()).isGreaterThanOrEqualTo(begun);
    } finally {
      for (AutoCloseable one : open) {
        one.close();
      }
    }
  }

  private void join(RunningChannel running, int kind) throws Exception {
    RawConnection raw = new RawConnection(running);
    open.add(raw);
    if (kind == 0) {
      raw.send("POST /ts2021 HTTP/1.1\r\nX-Never-Ends: ".getBytes(StandardCharsets.US_ASCII));
      return;
    }
    Session session = raw.handshake(running);
    open.add(session);
    if (kind == 1) {
      halfOpen.add(raw);
      return;
    }
    raw.send(RawConnection.sealed(session, RawConnection.PREFACE));
    if (kind == 2) {
      raw.send(RawConnection.sealed(session, HALF_HEADERS));
    }
  }

  /// Both ends are in this process, which has a limit of file descriptors.
  private static int many() {
    int wanted = Breadth.of(400, 10_000);
    long descriptors =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
            : 2_000;
    int many = (int) Math.min(wanted, (descriptors - 500) / 2);
    System.out.printf("%d useless connections (%d wanted).%n", many, wanted);
    return many;
  }
}
