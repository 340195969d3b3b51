package dev.wayleave.importers.headscale.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.cutover.Difference;
import dev.wayleave.tailnet.cutover.Difference.Part;
import dev.wayleave.tailnet.cutover.RunningState;
import dev.wayleave.tailnet.cutover.Shadow;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Wayleave would tell each node beside what a real server said.
class ShadowTest {
  @TempDir private Path room;

  @Test
  void tellsEveryNodeOf0292ExactlyTheSame() throws Exception {
    try (Recorded server = new Recorded("0.29.2")) {
      Shadow.Outcome outcome = compare(server);
      assertThat(outcome.differences()).isEmpty();
      assertThat(outcome.unchecked()).isEmpty();
    }
  }

  @Test
  void aRuleThatTheServerLacksIsADifferenceOfTheNodesThatItOpens() throws Exception {
    try (Recorded server = new Recorded("0.29.2")) {
      // As if the policy had not let the engineers in to the database.
      server.answer(
          "filter", server.text("filter.json").replace("\"First\": 5432", "\"First\": 5431"));
      assertThat(compare(server).differences())
          .isNotEmpty()
          .allSatisfy(difference -> {
            assertThat(difference.part()).isEqualTo(Part.FILTER);
            assertThat(difference.node()).contains("db-1");
            assertThat(difference.server() + difference.wayleave()).contains("tcp/5431");
            assertThat(difference.cause()).contains("no known deviation");
            assertThat(difference.noticed()).isTrue();
          });
    }
  }

  @Test
  void peersLoginsNamesAndDnsAreComparedToo() throws Exception {
    try (Recorded server = new Recorded("0.29.2")) {
      server.answer(
          "nodestore",
          server.text("nodestore.txt").replace("(web-1): 32 peers", "(web-1): 31 peers"));
      server.answer("ssh", server.text("ssh.json").replace("\"root\": \"root\"", "\"root\": \"\""));
      server.answer("config", server.text("config.json").replace("9.9.9.9", "8.8.8.8"));
      server.answer(
          "derp", server.text("derp.json").replace("\"stun_port\": 1", "\"stun_port\": 2"));
      List<Difference> found = compare(server).differences();
      assertThat(found)
          .extracting(Difference::part)
          .contains(Part.PEERS, Part.SSH, Part.DNS, Part.RELAYS)
          .doesNotContain(Part.FILTER, Part.NAME);
      assertThat(found)
          .filteredOn(difference -> difference.part() == Part.PEERS)
          .singleElement()
          .satisfies(peers -> assertThat(peers.node()).isEqualTo("node 10 (web-1)"));
    }
  }

  @Test
  void theKnownDeviationsOf0271AreNamedAsCauses() throws Exception {
    try (Recorded server = new Recorded("0.27.1")) {
      List<Difference> found = compare(server).differences();
      assertThat(found)
          .filteredOn(difference -> difference.part() == Part.PEERS)
          .anySatisfy(difference -> assertThat(difference.cause()).contains("exit node"));
      // This release gives no node the tags that it asks for; here the node has them.
      assertThat(found)
          .filteredOn(difference -> difference.part() == Part.FILTER)
          .isNotEmpty()
          .allSatisfy(difference -> assertThat(difference.cause()).contains("POLICY_NODES_TAGGED"));
      assertThat(found)
          .filteredOn(difference -> difference.part() == Part.EXPIRY)
          .as("the node that was expired in memory, whose expiry was asked for")
          .isEmpty();
    }
  }

  @Test
  void whatCannotBeAskedIsNamed() throws Exception {
    try (Recorded server = new Recorded("0.29.2")) {
      Reading reading = server.stored(room).read(Progress.SILENT);
      Shadow.Outcome outcome = Shadow.compare(reading, RunningState.UNASKED);
      assertThat(outcome.differences()).isEmpty();
      assertThat(outcome.unchecked())
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.ACTION);
            assertThat(finding.what())
                .contains("packet filters", "peers", "SSH rules", "DNS", "relays", "addresses");
          });
      server.answer("ssh", "no");
      server.answer("filter", "[{\"SrcIPs\": [\"none\"], \"DstPorts\": [{\"IP\": \"x\"}]}]");
      assertThat(compare(server).unchecked())
          .singleElement()
          .satisfies(finding ->
              assertThat(finding.what())
                  .contains("SSH rules", "packet filters")
                  .doesNotContain("DNS"));
    }
  }

  private Shadow.Outcome compare(Recorded server) throws Exception {
    SecretText key = SecretText.of(Recorded.KEY);
    Reading reading =
        new WithRunningServer(server.stored(fresh()), new Asking.At(server.url(), key), null)
            .read(Progress.SILENT);
    List<RunningNode> nodes = new HttpServer(server.url(), key).nodes();
    return Shadow.compare(reading, new DebugEndpoints(server.url()).state(nodes));
  }

  private Path fresh() throws IOException {
    return Files.createTempDirectory(room, "set-");
  }
}
