package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedQuestion;
import dev.wayleave.testkit.hosted.HostedSample;
import dev.wayleave.testkit.hosted.HostedTokens;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands with `--to tailscale:`; what is set in which order is tested in its own room.
class HostedTargetCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private HostedApi api;
  private CommandRun command;

  @BeforeEach
  void start() {
    api = HostedApi.start();
    command =
        new CommandRun(folder)
            .with("TAILSCALE_BASE_URL", api.url().toString())
            .with("TAILSCALE_API_KEY", HostedTokens.API_TOKEN)
            .with("WAYLEAVE_STATE", folder.resolve("state").toString());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String changes() {
    return String.join(
        "\n",
        api.changes().stream()
            .filter(question -> !question.path().endsWith("/acl/validate"))
            .map(HostedQuestion::toString)
            .toList());
  }

  @Test
  void aTailnetIsNotChangedByItsOwnExport() throws Exception {
    HostedSample.copyTo(folder.resolve("sample"));

    command.run("plan", "--from", "tailscale-export:sample", "--to", "tailscale:", "-o", "json");

    JsonNode plan = JSON.readTree(command.out()).path("plan");
    assertThat(plan.path("items")).as(command.out() + command.err()).isEmpty();
    assertThat(plan.path("summary").path("nodes").path("unchanged").asInt()).isEqualTo(14);
    assertThat(changes()).isEmpty();
  }

  @Test
  void applySetsAndRollbackBringsBack() throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve("source.wl"))) {
      new BundleWriter(CommandRun.NOW, new Protection.Plain(), false)
          .write(TailnetBuilder.seeded(7).reading(), out, Progress.SILENT);
    }
    String before = api.tailnet().policy().text();

    int code =
        command.run(
            "apply",
            "--from",
            "bundle:source.wl",
            "--to",
            "tailscale:",
            "--overwrite",
            "policies",
            "--accept",
            "HOSTED_EXTRA_RECORDS",
            "--yes");

    assertThat(code).as(command.out() + command.err()).isEqualTo(ExitCode.DONE);
    assertThat(changes()).isEqualTo("POST /api/v2/tailnet/-/acl");
    assertThat(command.out()).contains("HOSTED_USER_INVITE", "HOSTED_NOT_JOINED");
    assertThat(api.tailnet().policy().text()).isNotEqualTo(before);
    String migration = migration();

    assertThat(command.run("rollback", "--to", "tailscale:", migration))
        .as(command.err())
        .isEqualTo(ExitCode.DONE);
    assertThat(api.tailnet().policy().text()).isEqualTo(before);
  }

  /// The name of the only migration that is remembered.
  private String migration() throws Exception {
    try (var files = Files.walk(folder.resolve("state"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("2[0-9A-Za-z-]*\\.json"))
          .map(name -> name.replace(".json", ""))
          .findFirst()
          .orElseThrow();
    }
  }
}
