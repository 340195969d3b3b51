package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.interop.GoTool;
import dev.wayleave.testkit.wait.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The network and the clients that the coordinator is tested with do what is expected of them on a
/// server that is not ours.
@Tag("interop")
class HarnessInteropTest {
  @Test
  void bothLinesComeUpOnAHeadscaleAndReachEachOther() throws Exception {
    Path room = Files.createTempDirectory("wl-");
    try (TestNetwork network = TestNetwork.open(room)) {
      Line second = network.hasRoute() ? Line.OLDEST : Line.NEWEST;
      try (RealHeadscale headscale =
              RealHeadscale.fresh(network, GoTool.HEADSCALE.binary(), room.resolve("hs"));
          TailscaleClient one = TailscaleClient.start(network, Line.NEWEST, room, "one");
          TailscaleClient two = TailscaleClient.start(network, second, room, "two");
          ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
        String key =
            headscale.authKey("--user", String.valueOf(headscale.user("anna")), "--reusable");
        Future<?> first = both.submit(() -> up(one, headscale, key));
        up(two, headscale, key);
        first.get();

        assertThat(one.waitPong("two")).contains("pong from two");
        assertThat(two.waitPong(one.address())).contains("pong from one");
        one.waitDirect("two");
        int port = network.freePort();
        network.serve("127.0.0.1", port, "behind-two");
        assertThat(one.fetch("http://two:" + port + "/")).isEqualTo("behind-two");
        assertThat(one.fetch("http://" + two.address() + ":" + port + "/")).isEqualTo("behind-two");
        assertThat(one.fetch("http://two:" + port + "/1000000")).hasSize(1_000_000);
        assertThat(one.peer("two").orElseThrow().path("RxBytes").asLong()).isGreaterThan(1_000_000);
        assertThat(one.netmap().path("Peers")).hasSize(1);

        two.freeze();
        assertThat(one.ping("two").status()).isNotZero();
        two.thaw();
        one.waitPong("two");
        two.restart();
        two.waitOnline();
        one.waitPong("two");
      }
    } finally {
      remove(room);
    }
  }

  @Test
  void nothingThatWasStartedInTheNetworkOutlivesIt() throws Exception {
    Path room = Files.createTempDirectory("wl-");
    Process left;
    try (TestNetwork network = TestNetwork.open(room)) {
      network.needsRoute("the tests of the network itself");
      left = new ProcessBuilder(network.inside(List.of("sleep", "600"))).start();
      assertThat(left.isAlive()).isTrue();
    } finally {
      remove(room);
    }
    Await.until("the process has ended", Duration.ofSeconds(10), () -> !left.isAlive());
  }

  private static Void up(TailscaleClient client, RealHeadscale headscale, String key)
      throws Exception {
    client.up(headscale.url(), key);
    return null;
  }

  private static void remove(Path room) throws Exception {
    try (Stream<Path> files = Files.walk(room)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
