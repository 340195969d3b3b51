package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator's choice of what an old policy is to mean, from the command line to the bundle.
class PolicyMeaningTest {
  @TempDir Path folder;
  private CommandRun command;

  @BeforeEach
  void makeOldServer() throws Exception {
    Fixtures.sqlite(
        "0-22-3-to-0-23-0-routes-are-dropped-2063_dump.sql", folder.resolve("db.sqlite"));
    Files.writeString(folder.resolve("noise.key"), "privkey:" + "0f".repeat(32));
    Files.writeString(
        folder.resolve("policy.hujson"),
        """
        {"acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["*:22"]}]}
        """);
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        server_url: https://vpn.example.com
        noise: {private_key_path: noise.key}
        db_type: sqlite3
        db_path: db.sqlite
        acl_policy_path: policy.hujson
        """);
    command = new CommandRun(folder);
  }

  @Test
  void differingRuleForbidsUntilItsMeaningIsChosen() {
    int code = apply("ask");

    assertThat(code).isEqualTo(ExitCode.DIFFERENT);
    assertThat(command.err()).contains("POLICY_RULE_DIFFERS");
    assertThat(command.out()).contains("line 1 (acls[0])", "newly connects", "--policy-meaning");
    assertThat(apply("wayleave")).as(command.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void savedPlanKeepsTheChoice() throws Exception {
    int planned =
        command.run(
            "plan",
            "--from",
            "headscale:config.yaml",
            "--to",
            "bundle:out.wl",
            "--plain",
            "--policy-meaning",
            "source",
            "--out",
            "plan.json");
    assertThat(planned).as(command.err()).isEqualTo(ExitCode.DIFFERENT);
    assertThat(command.run("apply", "plan.json", "--yes")).as(command.err()).isZero();
    assertThat(command.run("inspect", "--from", "bundle:out.wl", "-o", "json")).isZero();
    JsonNode policies = new ObjectMapper().readTree(command.out()).at("/inventory/policies");

    assertThat(policies.findValuesAsText("id")).containsExactly("file", "file-rewritten");
    assertThat(policies.get(1).get("text").asText()).contains("\"src\": []");
  }

  @Test
  void verifyFindsTheMeaningThatWasApplied() {
    for (String meaning : new String[] {"source", "wayleave"}) {
      assertThat(apply(meaning)).as(command.err()).isEqualTo(ExitCode.DONE);
      String[] verify = {"verify", "--from", "headscale:config.yaml", "--to", "bundle:out.wl"};
      assertThat(command.run(verify)).as(command.out()).isEqualTo(ExitCode.DONE);
      assertThat(command.out()).contains("Signed off 2026-11-22T10:00:00Z");
    }
    assertThat(
            command.run(
                "verify",
                "--from",
                "headscale:config.yaml",
                "--to",
                "bundle:out.wl",
                "--policy-meaning",
                "source"))
        .isEqualTo(ExitCode.DIFFERENT);
  }

  @Test
  void savedPlanTakesNoOtherChoice() {
    assertThat(command.run("apply", "plan.json", "--policy-meaning", "source"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(command.err()).contains("--policy-meaning");
  }

  @Test
  void unknownMeaningIsRefusedWithTheOnesThereAre() {
    assertThat(apply("both")).isEqualTo(ExitCode.FAILED);
    assertThat(command.err()).contains("ask, source or wayleave, not \"both\"");
  }

  private int apply(String meaning) {
    return command.run(
        "apply",
        "--from",
        "headscale:config.yaml",
        "--to",
        "bundle:out.wl",
        "--plain",
        "--yes",
        "--policy-meaning",
        meaning);
  }
}
