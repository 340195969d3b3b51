package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A coordinator that was told nothing keeps to itself.
@Tag("interop")
class OutsideIT {
  /// What the kernel counts of attempts at addresses to which no route leads, and of datagrams,
  /// which without clients would be questions to a resolver.
  private static final List<String> OUTWARD =
      List.of("Ip.OutNoRoutes", "Udp.OutDatagrams", "Ip6OutNoRoutes", "Udp6OutDatagrams");

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void aNewCoordinatorContactsNoOutsideHost(@TempDir Path room) throws Exception {
    try (TestNetwork network = TestNetwork.open(room)) {
      network.needsRoute("the test that a coordinator contacts no outside host");
      Map<String, Long> before = outward(network, room);
      try (RealCoordinator coordinator = RealCoordinator.start(network, room.resolve("c"))) {
        coordinator.policy("{\"grants\": []}");
        assertThat(coordinator.authKey("anna")).startsWith("hskey-auth-");
        assertThat(outward(network, room)).isEqualTo(before);

        String outside = "wayleave:http://192.0.2.1:1";
        assertThat(coordinator.wayleave("users", "list", "--to", outside).status()).isNotZero();
        assertThat(outward(network, room)).as("what counts does count").isNotEqualTo(before);
      }
    }
  }

  private static Map<String, Long> outward(TestNetwork network, Path room)
      throws IOException, InterruptedException {
    List<String> show = List.of("cat", "/proc/net/snmp", "/proc/net/snmp6");
    String text = Answer.of(network.inside(show), Map.of(), room, LIMIT).ok().out();
    Map<String, Long> counts = new TreeMap<>();
    String[] names = {};
    for (String line : text.lines().toList()) {
      String[] words = line.split("\\s+");
      if (!words[0].endsWith(":")) {
        counts.put(words[0], Long.valueOf(words[1]));
      } else if (names.length == 0) {
        names = words;
      } else {
        for (int i = 1; i < words.length; i++) {
          counts.put(words[0].replace(':', '.') + names[i], Long.valueOf(words[i]));
        }
        names = new String[0];
      }
    }
    counts.keySet().retainAll(OUTWARD);
    assertThat(counts).containsOnlyKeys(OUTWARD);
    return counts;
  }
}
