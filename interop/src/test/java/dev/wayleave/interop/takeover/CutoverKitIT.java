package dev.wayleave.interop.takeover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.interop.Child;
import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The scripts of a cut-over kit move real clients from one control server to another with another
/// URL and another Noise key, and bring them back.
@Tag("interop")
class CutoverKitIT {
  /// The line of all clients but otto, who is of the other.
  static final List<Line> LINES =
      Breadth.of(List.of(Line.NEWEST), List.of(Line.NEWEST, Line.OLDEST));

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String USER = System.getProperty("user.name");
  private static final String POLICY =
      """
      {
        "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}],
        "ssh": [
          {
            "action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self"],
            "users": ["%s"],
          },
        ],
      }
      """
          .formatted(USER);

  @ParameterizedTest
  @FieldSource("LINES")
  void clientsOfBothLinesMoveWithoutALoginGoBackByThemselvesAndByTheRollback(Line most)
      throws Exception {
    try (Stage stage = Stage.open("the test of the cut-over kit")) {
      RealHeadscale old =
          stage.with(
              RealHeadscale.fresh(
                  stage.network(), GoTool.HEADSCALE.binary(), stage.room().resolve("hs")));
      Future<RealCoordinator> starting =
          stage.meanwhile(
              () -> stage.with(RealCoordinator.start(stage.network(), stage.room().resolve("w"))));
      Cast cast = Cast.on(stage, old, most);
      RealCoordinator fresh = starting.get();
      String from = "headscale:" + old.config();
      fresh.wayleave("apply", "--from", from, "--to", "wayleave:", "--yes").ok();
      Kit kit = Kit.write(fresh, from, stage.room().resolve("kit"));
      Map<TailscaleClient, Was> before = cast.was();

      // Nobody answers on the new side: each goes back by itself, and nothing of it changed.
      fresh.kill();
      Stage.together(List.of(() -> goesBack(kit, cast.anna), () -> goesBack(kit, cast.otto)));
      for (TailscaleClient client : List.of(cast.anna, cast.otto)) {
        client.waitOnline();
        assertThat(Was.of(client)).isEqualTo(before.get(client));
      }

      fresh.start();
      moveOverASessionThatEnds(kit, cast.otto, cast.anna);
      Stage.together(
          List.of(() -> ends(kit, cast.otto, "move.sh"), () -> ends(kit, cast.exit, "move.sh")));
      for (TailscaleClient client : cast.all()) {
        assertMoved(client, requireNonNull(before.get(client)), fresh.url());
      }
      Await.until(
          "the new side sees all of them",
          LIMIT,
          () -> fresh.nodes().stream().filter(node -> node.online()).count() == cast.all().size());
      cast.anna.waitUntil(
          "its exit node is in use on the new side",
          LIMIT,
          () -> cast.anna.status().path("ExitNodeStatus").path("Online").asBoolean());
      assertThat(cast.anna.waitPong("otto")).contains("pong from otto");
      assertThat(Kit.result(kit.run(cast.anna, "move.sh")).path("result").asText())
          .isEqualTo("already");

      Stage.together(
          List.of(
              () -> ends(kit, cast.anna, "rollback.sh"),
              () -> ends(kit, cast.otto, "rollback.sh")));
      for (TailscaleClient client : List.of(cast.anna, cast.otto)) {
        client.waitOnline();
        assertThat(Was.of(client)).isEqualTo(before.get(client));
      }
      withoutFlags(kit, cast.anna);
      assertMoved(cast.anna, requireNonNull(before.get(cast.anna)), fresh.url());
    }
  }

  private static boolean goesBack(Kit kit, TailscaleClient client) throws Exception {
    Answer answer = kit.run(client, "move.sh", "--wait", "15");
    assertThat(answer.status()).as(answer.out() + answer.err()).isEqualTo(3);
    return true;
  }

  private static boolean ends(Kit kit, TailscaleClient client, String script) throws Exception {
    Answer answer = kit.run(client, script, "--wait", "45");
    assertThat(answer.status()).as(answer.out() + answer.err()).isZero();
    return true;
  }

  /// Somebody starts the script in a session of Tailscale SSH, and the session is cut.
  private static void moveOverASessionThatEnds(Kit kit, TailscaleClient from, TailscaleClient to)
      throws Exception {
    Path said = from.folder().resolve("session.txt");
    try (Child session = kit.overSession(from, to, said, "move.sh", "--wait", "45")) {
      from.waitUntil(
          "the script was started over SSH, or the session ended",
          LIMIT,
          () ->
              Files.readString(said).contains("wayleave: started") || !session.process().isAlive());
      assertThat(session.process().isAlive()).as(Files.readString(said)).isTrue();
      session.process().descendants().forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(Files.readString(said)).as("it ended before the move").doesNotContain("moved");
    to.waitUntil(
        "the script says that it moved",
        LIMIT,
        () -> kit.run(to, "move.sh", "--result").status() == 0);
  }

  private static void assertMoved(TailscaleClient client, Was before, String url) throws Exception {
    Was now = Was.of(client);
    assertThat(now.settings()).isEqualTo(before.settings());
    assertThat(now.key()).isEqualTo(before.key());
    assertThat(now.addresses()).isEqualTo(before.addresses());
    assertThat(now.server()).isEqualTo(url);
    JsonNode status = client.status();
    assertThat(status.path("Self").path("Online").asBoolean()).isTrue();
    assertThat(status.path("AuthURL").asText()).isEmpty();
  }

  /// The variant that changes one setting and restarts the daemon, which the test does when told.
  private static void withoutFlags(Kit kit, TailscaleClient client) throws Exception {
    Path wish = client.folder().resolve("restart");
    CompletableFuture<Void> restart =
        CompletableFuture.runAsync(() -> {
          try {
            Await.until("a restart is asked for", LIMIT, () -> Files.exists(wish));
            client.restart();
            Files.delete(wish);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    String command = "touch '%1$s'; while [ -e '%1$s' ]; do sleep 1; done".formatted(wish);
    Answer answer =
        kit.run(
            client,
            Map.of("WAYLEAVE_RESTART", command),
            "move.sh",
            "--variant",
            "prefs",
            "--wait",
            "45");
    assertThat(answer.status()).as(answer.out() + answer.err()).isZero();
    restart.get();
  }

  /// What must not change: all settings but the server, the key and the addresses.
  private record Was(String server, JsonNode settings, String key, String addresses) {
    static Was of(TailscaleClient client) throws Exception {
      ObjectNode settings = (ObjectNode) client.cli("debug", "prefs").ok().json();
      settings.remove("Config");
      String server = settings.remove("ControlURL").asText();
      JsonNode self = client.status().path("Self");
      return new Was(
          server, settings, self.path("PublicKey").asText(), self.path("TailscaleIPs").toString());
    }
  }

  /// One of each line, and the exit node of the first.
  private record Cast(TailscaleClient anna, TailscaleClient otto, TailscaleClient exit) {
    static Cast on(Stage stage, RealHeadscale old, Line most) throws Exception {
      Line other = most == Line.NEWEST ? Line.OLDEST : Line.NEWEST;
      String key = old.authKey("--user", String.valueOf(old.user("anna")), "--reusable");
      Cast cast =
          new Cast(
              stage.client(most, "anna"), stage.client(other, "otto"), stage.client(most, "exit"));
      Path policy = Files.writeString(stage.room().resolve("policy.hujson"), POLICY);
      old.ask("policy", "set", "-f", policy.toString());
      String url = old.url();
      String route = "--advertise-routes=10.77.9.0/24";
      Stage.together(
          List.of(
              () -> up(cast.exit, url, key, "--advertise-exit-node"),
              () -> up(cast.anna, url, key, "--accept-routes", "--ssh"),
              () -> up(cast.otto, url, key, route, "--accept-dns=false")));
      old.ask(
          "nodes",
          "approve-routes",
          "-r",
          "0.0.0.0/0,::/0",
          "-i",
          String.valueOf(old.node("exit")));
      cast.anna.waitUntil(
          "it is offered the exit node",
          LIMIT,
          () ->
              cast.anna
                  .peer("exit")
                  .map(peer -> peer.path("ExitNodeOption").asBoolean())
                  .orElse(false));
      cast.anna.set("--exit-node=" + cast.exit.address(), "--auto-update=false");
      cast.otto.set("--webclient=true");
      cast.anna.waitUntil(
          "its exit node is in use",
          LIMIT,
          () -> cast.anna.status().path("ExitNodeStatus").path("Online").asBoolean());
      return cast;
    }

    private static boolean up(TailscaleClient client, String url, String key, String... flags)
        throws Exception {
      client.up(url, key, flags);
      return true;
    }

    List<TailscaleClient> all() {
      return List.of(exit, anna, otto);
    }

    Map<TailscaleClient, Was> was() throws Exception {
      Map<TailscaleClient, Was> was = new LinkedHashMap<>();
      for (TailscaleClient client : all()) {
        was.put(client, Was.of(client));
      }
      return was;
    }
  }
}
