package dev.wayleave.interop.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.PackagedCommand;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.interop.takeover.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A tailnet leaves the hosted plane for a Headscale, which admits its devices as what they were.
@Tag("interop")
class ToHeadscaleIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String POLICY =
      """
      {
        "tagOwners": {"tag:router": ["anna@"]},
        "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}],
      }
      """;

  @Test
  void aRealHeadscaleAdmitsTheDevicesOfAnExportWithoutALogin() throws Exception {
    try (Stage stage = Stage.open("the test of leaving for a Headscale")) {
      Path binary = GoTool.HEADSCALE.binary();
      RealHeadscale old =
          stage.with(RealHeadscale.fresh(stage.network(), binary, stage.room().resolve("old")));
      String anna = String.valueOf(old.user("anna"));
      Path policy = Files.writeString(stage.room().resolve("policy.hujson"), POLICY);
      old.ask("policy", "set", "-f", policy.toString());
      TailscaleClient owned = stage.client(Line.NEWEST, "owned");
      TailscaleClient tagged = stage.client(Line.OLDEST, "tagged");
      owned.up(old.url(), old.authKey("--user", anna));
      tagged.up(old.url(), old.authKey("--user", anna, "--tags", "tag:router"));
      Path export = new ExportWriter(old, stage.room()).write("export", owned);

      RealHeadscale fresh =
          stage.with(RealHeadscale.fresh(stage.network(), binary, stage.room().resolve("new")));
      fresh.stop();
      Path database = fresh.folder().resolve("db.sqlite");
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(database.resolveSibling(database.getFileName() + suffix));
      }
      JsonNode applied =
          wayleave(
                  stage,
                  "apply",
                  "--from",
                  "tailscale-export:" + export,
                  "--to",
                  "headscale+sqlite:" + database,
                  "--schema",
                  "0.29",
                  "--accept",
                  "ROLES_LOST",
                  "--accept",
                  "HOSTED_OBJECTS_LOST",
                  "--accept",
                  "TRANSITION_LOST",
                  "--yes",
                  "-o",
                  "json")
              .ok()
              .json();
      assertThat(applied.at("/plan/summary/nodes/create").asInt()).isEqualTo(2);
      fresh.start();

      for (TailscaleClient client : List.of(owned, tagged)) {
        JsonNode before = client.status().path("Self");
        client.down();
        client.cli("up", "--login-server=" + fresh.url(), "--hostname=" + client.name()).ok();
        client.waitOnline();
        JsonNode after = client.status().path("Self");
        for (String same : List.of("PublicKey", "TailscaleIPs", "Tags", "DNSName")) {
          assertThat(after.path(same)).as(same).isEqualTo(before.path(same));
        }
        assertThat(client.cli("debug", "prefs").ok().json().path("ControlURL").asText())
            .isEqualTo(fresh.url());
        assertThat(client.status().path("AuthURL").asText()).isEmpty();
      }
      assertThat(owned.waitPong("tagged")).contains("pong from tagged");
    }
  }

  private static Answer wayleave(Stage stage, String... arguments) throws Exception {
    return Answer.of(PackagedCommand.wayleave(arguments), Map.of(), stage.room(), LIMIT);
  }
}
