package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedQuestion;
import dev.wayleave.testkit.hosted.HostedReply;
import dev.wayleave.testkit.hosted.HostedTokens;
import dev.wayleave.testkit.hosted.HostedTroubles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys of devices that have not moved are kept from expiring at the hosted plane they leave, and
/// nothing else is changed there.
class HoldOldSideTest {
  private static final String ALICE = "nAl1ceMbCNTRL";
  private static final String BOB = "nB0bDeskCNTRL";

  @TempDir Path folder;
  private HostedApi api;
  private AskedCoordinator coordinator;
  private CommandRun command;

  @BeforeEach
  void start() throws IOException {
    api = HostedApi.start();
    coordinator = AskedCoordinator.start();
    command =
        new CommandRun(folder)
            .with("WAYLEAVE_URL", coordinator.url())
            .with("WAYLEAVE_API_KEY", "hskey-api-x-y")
            .with("TAILSCALE_API_KEY", HostedTokens.API_TOKEN)
            .with("WAYLEAVE_STATE", folder.resolve("state").toString());
    for (String id : List.of(ALICE, BOB, "nCar0lLtCNTRL", "nDav3LapCNTRL")) {
      api.tailnet().device(id).put("expires", "2027-01-20T08:00:00Z");
    }
  }

  @AfterEach
  void stop() {
    coordinator.close();
    api.close();
  }

  private int hold(String... more) {
    List<String> line =
        new java.util.ArrayList<>(
            List.of("cutover", "hold", "--old", "--base-url", api.url().toString()));
    line.addAll(List.of(more));
    return command.run(line.toArray(String[]::new));
  }

  private List<String> changes() {
    List<String> changes = api.changes().stream().map(HoldOldSideTest::shown).toList();
    api.forgetAsked();
    return changes;
  }

  private static String shown(HostedQuestion question) {
    return question.path().replace("/api/v2/device/", "") + " " + question.body();
  }

  private static String key(String device, boolean held) {
    return device + "/key {\"keyExpiryDisabled\":" + held + "}";
  }

  @Test
  void holdsWhoHasNotMovedAndWhoseKeyWouldExpireAndLetsExactlyThoseGo() {
    JsonNode before = api.tailnet().devices().deepCopy();

    assertThat(hold()).as(command.err()).isZero();

    assertThat(command.out()).contains("2 more devices keep their keys");
    assertThat(changes())
        .as("neither who has moved, nor whose key has expired or never does")
        .containsExactly(key(ALICE, true), key(BOB, true));
    assertThat(coordinator.changes()).isEmpty();

    assertThat(hold()).isZero();
    assertThat(command.out()).contains("0 more devices");
    assertThat(changes()).as("held already").isEmpty();

    ObjectNode later = api.tailnet().device("nCar0lLtCNTRL");
    later.put("keyExpiryDisabled", true);
    assertThat(hold("--off")).as(command.err()).isZero();
    assertThat(changes()).containsExactlyInAnyOrder(key(ALICE, false), key(BOB, false));
    assertThat(later.path("keyExpiryDisabled").asBoolean()).as("somebody else's").isTrue();
    later.put("keyExpiryDisabled", false);
    assertThat(api.tailnet().devices()).isEqualTo(before);

    assertThat(hold("--off")).isZero();
    assertThat(command.err()).contains("No key's expiry was held there");
    assertThat(changes()).isEmpty();
  }

  @Test
  void whoIsHeldThereIsReadWithTheTimeAtWhichTheKeyEnds() {
    assertThat(hold()).as(command.err()).isZero();

    assertThat(expiry(ALICE)).isEqualTo("2027-01-20T08:00:00Z");

    assertThat(hold("--off")).as(command.err()).isZero();
    api.tailnet().device(ALICE).put("keyExpiryDisabled", true);
    assertThat(expiry(ALICE)).as("disabled by somebody").isEmpty();
  }

  private JsonNode json() {
    try {
      return new JsonMapper().readTree(command.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(command.out(), e);
    }
  }

  private String expiry(String device) {
    assertThat(
            command.run(
                "inspect",
                "--from",
                "tailscale:",
                "--base-url",
                api.url().toString(),
                "-o",
                "json"))
        .as(command.err())
        .isIn(ExitCode.DONE, ExitCode.DIFFERENT);
    for (JsonNode node : json().path("inventory").path("nodes")) {
      if (node.path("stableId").asText().equals(device)) {
        return node.path("expiry").asText("");
      }
    }
    throw new AssertionError(device + " is not there");
  }

  @Test
  void aHoldThatIsCutOffIsGoneOnWithAndTakenBackAsAWhole() {
    api.troubles().after(1, "POST .*/key", HostedTroubles.FOR_GOOD, HostedReply.reset());
    assertThat(hold()).isEqualTo(ExitCode.FAILED);
    assertThat(command.err()).contains("1 of 2 values are set", "hold-key-expiry");
    api.troubles().end();
    api.forgetAsked();

    assertThat(hold()).as(command.err()).isZero();
    assertThat(changes()).containsExactly(key(BOB, true));
    assertThat(hold("--off")).as(command.err()).isZero();
    assertThat(changes()).containsExactlyInAnyOrder(key(ALICE, false), key(BOB, false));
  }

  @Test
  void theEndOfTheMoveLetsThemExpireAgain() {
    assertThat(hold()).as(command.err()).isZero();
    changes();

    assertThat(command.run("cutover", "end", "--yes", "--old", "--base-url", api.url().toString()))
        .as(command.err())
        .isZero();

    assertThat(changes()).containsExactlyInAnyOrder(key(ALICE, false), key(BOB, false));
    assertThat(coordinator.changes()).hasSize(1);
  }

  @Test
  void wordsOfTheOldSideAreRefusedWithoutIt() {
    assertThat(command.run("cutover", "hold", "--tailnet", "example.com"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(command.err()).contains("go with --old");
    assertThat(coordinator.changes()).isEmpty();
  }
}
