package dev.wayleave.interop.takeover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The scripts of a cut-over kit move real clients from one control server to another with another
/// URL and another Noise key, and bring them back.
@Tag("interop")
class CutoverKitIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void clientsOfBothLinesMoveWithoutALoginGoBackByThemselvesAndByTheRollback() throws Exception {
    try (Stage stage = Stage.open("the test of the cut-over kit")) {
      RealHeadscale old =
          stage.with(
              RealHeadscale.fresh(
                  stage.network(), GoTool.HEADSCALE.binary(), stage.room().resolve("hs")));
      RealCoordinator fresh =
          stage.with(RealCoordinator.start(stage.network(), stage.room().resolve("w")));
      Cast cast = Cast.on(stage, old);
      String from = "headscale:" + old.config();
      fresh.wayleave("apply", "--from", from, "--to", "wayleave:", "--yes").ok();
      Kit kit = Kit.write(fresh, from, stage.room().resolve("kit"));
      Map<TailscaleClient, Was> before = cast.was();

      // Nobody answers on the new side: each goes back by itself, and nothing of it changed.
      fresh.kill();
      for (TailscaleClient client : List.of(cast.anna, cast.otto)) {
        Answer answer = kit.run(client, "move.sh", "--wait", "15");
        assertThat(answer.status()).as(answer.out() + answer.err()).isEqualTo(3);
        client.waitOnline();
        assertThat(Was.of(client)).isEqualTo(before.get(client));
      }

      fresh.start();
      for (TailscaleClient client : cast.all()) {
        Answer answer = kit.run(client, "move.sh", "--wait", "45");
        assertThat(answer.status()).as(answer.out() + answer.err()).isZero();
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

      for (TailscaleClient client : List.of(cast.anna, cast.otto)) {
        assertThat(kit.run(client, "rollback.sh", "--wait", "45").ok().status()).isZero();
        client.waitOnline();
        assertThat(Was.of(client)).isEqualTo(before.get(client));
      }
      withoutFlags(kit, cast.anna);
      assertMoved(cast.anna, requireNonNull(before.get(cast.anna)), fresh.url());
    }
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

  /// One of each line, and the exit node of one of them.
  private record Cast(TailscaleClient anna, TailscaleClient otto, TailscaleClient exit) {
    static Cast on(Stage stage, RealHeadscale old) throws Exception {
      String key = old.authKey("--user", String.valueOf(old.user("anna")), "--reusable");
      Cast cast =
          new Cast(
              stage.client(Line.NEWEST, "anna"),
              stage.client(Line.OLDEST, "otto"),
              stage.client(Line.NEWEST, "exit"));
      cast.exit.up(old.url(), key, "--advertise-exit-node");
      cast.anna.up(old.url(), key, "--accept-routes", "--ssh");
      cast.otto.up(old.url(), key, "--advertise-routes=10.77.9.0/24", "--accept-dns=false");
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
