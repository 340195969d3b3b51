package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.noise.Session;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.wait.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What connections cost that do nothing.
class IdleMemoryTest {
  /// Both ends are in this JVM; the client's is a bare socket and its two ciphers.
  private static final long BYTES_OF_BOTH_ENDS = 24 << 10;

  @Test
  void anIdleConnectionHoldsFewKilobytes() throws Exception {
    int many = Breadth.of(300, 5_000);
    List<AutoCloseable> open = new ArrayList<>();
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT)) {
      connect(running, open, 50);
      long before = usedHeap();
      connect(running, open, many);
      Await.until(
          "all connections have begun", () -> running.channel.provenMachines() == 50 + many);
      long each = (usedHeap() - before) / many;
      System.out.printf("An idle connection holds %d bytes of heap, both ends.%n", each);
      assertThat(each).isLessThan(BYTES_OF_BOTH_ENDS);
    } finally {
      for (AutoCloseable one : open) {
        one.close();
      }
    }
  }

  private static void connect(RunningChannel running, List<AutoCloseable> open, int many)
      throws Exception {
    for (int i = 0; i < many; i++) {
      RawConnection raw = new RawConnection(running);
      open.add(raw);
      Session session = raw.handshake(running);
      open.add(session);
      raw.send(RawConnection.sealed(session, RawConnection.PREFACE));
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
