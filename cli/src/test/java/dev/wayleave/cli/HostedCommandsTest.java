package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From an export of hosted Tailscale to a bundle, on command lines.
class HostedCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "abcdefghijklmnopqrstuvwx";

  @TempDir Path folder;
  private CommandRun command;

  @BeforeEach
  void copy() {
    HostedSample.copyTo(folder.resolve("export"));
    command = new CommandRun(folder);
  }

  private JsonNode inspect(String... options) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("inspect", "--from", "tailscale-export:export", "-o", "json"));
    line.addAll(List.of(options));
    assertThat(command.run(line.toArray(String[]::new))).as(command.err()).isZero();
    return JSON.readTree(command.out());
  }

  private JsonNode plan(String... options) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                "plan",
                "--from",
                "tailscale-export:export",
                "--to",
                "bundle:out.wl",
                "--plain",
                "-o",
                "json"));
    line.addAll(List.of(options));
    assertThat(command.run(line.toArray(String[]::new)))
        .as(command.err())
        .isEqualTo(ExitCode.DIFFERENT);
    return JSON.readTree(command.out());
  }

  private static List<String> codes(JsonNode findings) {
    return findings.findValuesAsText("code");
  }

  @Test
  void inspectCountsOwnDevicesAndUsers() throws Exception {
    JsonNode document = inspect();
    assertThat(document.at("/source/kind").asText()).isEqualTo("tailscale");
    assertThat(document.at("/counts/nodes").asInt()).isEqualTo(14);
    assertThat(document.at("/counts/users").asInt()).isEqualTo(6);
    assertThat(document.at("/inventory/nodes")).hasSize(14);
    JsonNode node = document.at("/inventory/nodes").get(13);
    assertThat(node.path("id").isNumber()).isTrue();
    assertThat(node.path("stableId").asText()).endsWith("CNTRL");
    assertThat(codes(document.get("findings"))).contains("DEVICE_EXTERNAL", "TAILNET_LOCK_OFF");
    assertThat(command.run("inspect", "--from", "tailscale-export:export")).isZero();
    assertThat(command.out()).contains("DEVICE_EXTERNAL").doesNotContain("\u001b[31m");
  }

  @Test
  void aNodeCarriesItsHostedIdsWhateverTheirLength() throws Exception {
    JsonNode document = inspect();
    for (JsonNode node : document.at("/inventory/nodes")) {
      assertThat(node.path("nodeId").asText()).isEqualTo(node.path("stableId").asText());
      assertThat(node.at("/hosted/nodeId")).isEqualTo(node.path("nodeId"));
      assertThat(node.at("/hosted/id").asText()).matches("[0-9]{14,17}");
      if (node.path("nodeId").asText().equals("nOldNas1CNTRL")) {
        assertThat(node.at("/hosted/id").asText()).isEqualTo("12345678901234567");
        assertThat(node.path("id").asLong()).isNotEqualTo(12345678901234567L);
      }
    }
  }

  @Test
  void theMapOfRelaysIsFetchedOnlyWhereItsUrlIsGiven() throws Exception {
    Files.delete(folder.resolve("export/derp-map.json"));
    assertThat(codes(inspect().path("findings"))).contains("DERP_MAP_MISSING");
    try (HostedApi api = HostedApi.start()) {
      String url = api.url() + "/derpmap/default";
      assertThat(codes(inspect("--derp-map", url).path("findings")))
          .doesNotContain("DERP_MAP_MISSING");
      assertThat(api.asked()).hasSize(1);
      assertThat(
              command.run(
                  "inspect", "--from", "tailscale-export:export", "--derp-map", url + "/none"))
          .isEqualTo(ExitCode.FAILED);
      assertThat(command.err()).contains("gives no map of relays (HTTP 401");
    }
    assertThat(folder.resolve("export/derp-map.json")).doesNotExist();
  }

  @Test
  void planSaysHowFarReachabilityIsTheSame() throws Exception {
    JsonNode findings = plan().at("/plan/findings");
    assertThat(codes(findings))
        .contains("REACHABILITY_NOT_COMPARED", "POLICY_TESTS_PASSED")
        .doesNotContain("REACHABILITY_CHANGES");
  }

  @Test
  void aLockThatNobodyProvedOffForbidsUntilAMemberSaysSo() throws Exception {
    Path status = folder.resolve("export/lock-status.json");
    Path elsewhere = Files.move(status, folder.resolve("member.json"));
    assertThat(codes(plan().at("/plan/findings"))).contains("TAILNET_LOCK_UNPROVEN");
    assertThat(apply()).isEqualTo(ExitCode.DIFFERENT);
    assertThat(command.err()).contains("TAILNET_LOCK_UNPROVEN");
    assertThat(codes(plan("--lock-status", elsewhere.toString()).at("/plan/findings")))
        .contains("TAILNET_LOCK_OFF");
  }

  @Test
  void aDisablementSecretComesFromTheEnvironmentAndIsNotPrinted() throws Exception {
    Files.delete(folder.resolve("export/lock-status.json"));
    String hex = "5c".repeat(32);
    command.with("WAYLEAVE_LOCK_DISABLEMENT_SECRET", "disablement-secret:" + hex);
    JsonNode document = inspect();
    assertThat(document.at("/inventory/secrets")).hasSize(1);
    assertThat(command.out() + command.err()).doesNotContain(hex);
  }

  @Test
  void aKeyIsAdoptedFromAFileAndNotPrinted() throws Exception {
    Files.writeString(
        folder.resolve("keys.txt"), "# servers\ntskey-auth-kAuth001CNTRL-" + SECRET + "\n");
    JsonNode document = inspect("--adopt-keys", "keys.txt");
    assertThat(codes(document.get("findings"))).contains("AUTH_KEY_ADOPTED_CLOSED");
    assertThat(document.at("/inventory/preAuthKeys").findValuesAsText("type"))
        .containsExactlyInAnyOrder("hashed", "unknown", "unknown");
    assertThat(command.out() + command.err()).doesNotContain(SECRET);
  }

  private int apply() throws Exception {
    TreeSet<String> lossy = new TreeSet<>();
    plan()
        .at("/plan/findings")
        .forEach(finding -> {
          if (finding.path("level").asText().equals("LOSSY")) {
            lossy.add(finding.path("code").asText());
          }
        });
    List<String> line =
        new ArrayList<>(
            List.of(
                "apply",
                "--from",
                "tailscale-export:export",
                "--to",
                "bundle:out.wl",
                "--plain",
                "--yes"));
    lossy.forEach(code -> line.addAll(List.of("--accept", code)));
    return command.run(line.toArray(String[]::new));
  }

  @Test
  void appliedToABundleAllOfItIsThere() throws Exception {
    assertThat(apply()).as(command.err()).isZero();
    assertThat(command.run("verify", "--from", "tailscale-export:export", "--to", "bundle:out.wl"))
        .as(command.out())
        .isZero();
  }

  @Test
  void aCutFileIsOneSentence() throws Exception {
    Path devices = folder.resolve("export/devices.json");
    Files.writeString(devices, Files.readString(devices).substring(0, 900));
    assertThat(command.run("inspect", "--from", "tailscale-export:export"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(command.err())
        .contains("devices.json, line")
        .contains("the JSON ends too early")
        .doesNotContain("Exception");
  }

  @Test
  void anExportIsNoTarget() {
    assertThat(
            command.run(
                "plan", "--from", "tailscale-export:export", "--to", "tailscale-export:other"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(command.err()).contains("can only be read");
  }
}
