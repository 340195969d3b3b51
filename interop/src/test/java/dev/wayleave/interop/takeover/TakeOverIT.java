package dev.wayleave.interop.takeover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.api.NodeView;
import dev.wayleave.interop.headscale.HeadscaleRelease;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.Echoes;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.Promise;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Wayleave takes the place of a Headscale that serves clients of every kind.
@Tag("interop")
class TakeOverIT {
  /// What is promised: a minute, of which ten seconds may be a client's wait between two attempts.
  private static final Duration BACK = Duration.ofSeconds(60);

  static final List<HeadscaleRelease> RELEASES = HeadscaleRelease.proved();

  private static final Set<HeadscaleRelease> KEEPS_EXPIRIES_IN_MEMORY =
      Set.of(HeadscaleRelease.V0_27, HeadscaleRelease.V0_28);

  private static final String USER = "root";
  private static final int MILLION = 1_000_000;
  private static final String SUBNET = "10.77.8.0/24";
  private static final String BEHIND = "10.77.8.1";
  private static final String OUTSIDE = "198.51.100.77";
  private static final String POLICY =
      """
      {
        // Everyone reaches everyone, and anna's SSH in to the routers.
        "tagOwners": {"tag:router": ["anna@"]},
        "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}],
        "ssh": [
          {"action": "accept", "src": ["anna@"], "dst": ["tag:router"], "users": ["root"]},
        ],
      }
      """;

  @ParameterizedTest
  @FieldSource("RELEASES")
  void everyClientIsBackWithoutALoginAndNothingOfItChanged(HeadscaleRelease release)
      throws Exception {
    try (Stage stage = Stage.open("the test of a take-over")) {
      RealHeadscale headscale =
          stage.with(
              RealHeadscale.fresh(stage.network(), release.binary(), stage.room().resolve("hs")));
      Cast cast = Cast.on(stage, headscale, release);
      RealCoordinator wayleave =
          stage.with(
              RealCoordinator.beside(stage.network(), stage.room().resolve("w"), headscale.url()));
      String from = "headscale:" + headscale.config();

      // While Headscale serves, and again for what changed since.
      carry(wayleave, from);
      headscale.ask("nodes", "rename", "late-name", "-i", String.valueOf(headscale.node("temp")));
      cast.anna.waitUntil(
          "it sees the new name", Await.USUAL_LIMIT, () -> cast.anna.peer("late-name").isPresent());
      String lateKey = headscale.authKey("--user", "1");
      Map<String, Map<String, String>> before = cast.views();
      Map<String, Long> registered = cast.registrations();
      assertThat(before.getOrDefault("anna", Map.of()).get("ExitNodeID"))
          .isNotNull()
          .isNotEqualTo("\"\"");
      try (Echoes toOld = Echoes.between(cast.anna, cast.otto);
          Echoes toRouter = Echoes.between(cast.otto, cast.rita)) {
        Promise whole = Promise.within(BACK.multipliedBy(3));
        // Where expiries are in memory alone it is read for the last time while it still runs.
        if (KEEPS_EXPIRIES_IN_MEMORY.contains(release)) {
          assertLate(carry(wayleave, from).path("plan").path("summary"));
          headscale.stop();
        } else {
          headscale.stop();
          assertLate(carry(wayleave, from).path("plan").path("summary"));
        }
        wayleave.moveTo(headscale.port());
        Promise back = Promise.within(BACK);
        for (TailscaleClient client : cast.all()) {
          back.kept(client, "it is back since Wayleave serves", () -> online(client));
        }
        whole.kept(cast.anna, "all are back since Headscale stopped", () -> true);
        Await.until(
            "Wayleave sees all of them",
            BACK,
            () -> wayleave.nodes().stream().filter(NodeView::online).count() == cast.all().size());
        for (TailscaleClient client : cast.all()) {
          ClientView.waitFor(client, requireNonNull(before.get(client.name())), BACK);
        }
        cast.assertWatched(wayleave, from);
        System.out.printf(
            "interop: %d and %d packets answered around the take-over, none lost%n",
            toOld.answered(), toRouter.answered());
      }
      assertThat(cast.registrations()).isEqualTo(registered);
      for (TailscaleClient client : cast.all()) {
        assertThat(client.status().path("AuthURL").asText()).isEmpty();
        assertThat(client.status().path("BackendState").asText()).isEqualTo("Running");
      }
      cast.usesWhatItUsed();
      stage.client(Line.NEWEST, "late-client").up(headscale.url(), lateKey);
    }
  }

  /// Without SSH for 0.26: it grants root by the sign for "the same user", which the newest clients
  /// do not take for root.
  private static String policy(HeadscaleRelease release) {
    return release == HeadscaleRelease.V0_26
        ? POLICY.replaceFirst("(?s) {2}\"ssh\": .*?\\n {2}],\\n", "")
        : POLICY;
  }

  private static boolean online(TailscaleClient client) throws IOException {
    return client.status().path("Self").path("Online").asBoolean();
  }

  /// A second apply brings the key that was made since, and writes nobody and nothing anew.
  private static void assertLate(JsonNode summary) {
    assertThat(summary.path("preAuthKeys").path("create").asInt()).isEqualTo(1);
    assertThat(summary.path("nodes").path("create").asInt()).isZero();
    assertThat(summary.path("nodes").path("update").asInt()).isPositive();
    assertThat(summary.path("users").path("unchanged").asInt()).isEqualTo(2);
    assertThat(summary.path("policies").path("unchanged").asInt()).isEqualTo(1);
    summary.forEach(kind -> assertThat(kind.path("conflict").asInt()).isZero());
  }

  private static JsonNode carry(RealCoordinator wayleave, String from) throws Exception {
    return wayleave
        .wayleave("apply", "--from", from, "--to", "wayleave:", "--yes", "-o", "json")
        .ok()
        .json();
  }

  /// The clients: two that people own, one of them of the oldest line and with an expiry; a tagged
  /// subnet router with SSH; an exit node; one that vanishes when it leaves; one that is switched
  /// off.
  private record Cast(
      RealHeadscale headscale,
      HeadscaleRelease release,
      TailscaleClient anna,
      TailscaleClient otto,
      TailscaleClient rita,
      TailscaleClient exit,
      TailscaleClient temp,
      TailscaleClient gone,
      int port) {
    static Cast on(Stage stage, RealHeadscale headscale, HeadscaleRelease release)
        throws Exception {
      String anna = String.valueOf(headscale.user("anna"));
      String otto = String.valueOf(headscale.user("otto"));
      Path policy = Files.writeString(stage.room().resolve("policy.hujson"), policy(release));
      headscale.ask("policy", "set", "-f", policy.toString());
      String people = headscale.authKey("--user", anna, "--reusable");
      String ottos = headscale.authKey("--user", otto);
      String tagged = headscale.authKey("--user", anna, "--tags", "tag:router");
      String ephemeral = headscale.authKey("--user", otto, "--ephemeral");
      int port = stage.network().freePort();
      // Before there are clients, which take new addresses for another network.
      for (String address : List.of(BEHIND, OUTSIDE)) {
        stage.network().run("ip", "addr", "add", address + "/32", "dev", "lo");
        stage.network().serve(address, port, "behind");
      }
      Cast cast =
          new Cast(
              headscale,
              release,
              stage.client(Line.NEWEST, "anna"),
              stage.client(Line.OLDEST, "otto"),
              stage.client(Line.NEWEST, "rita"),
              stage.client(Line.NEWEST, "exit"),
              stage.client(Line.NEWEST, "temp"),
              stage.client(Line.NEWEST, "gone"),
              port);
      String url = headscale.url();
      Stage.together(
          List.of(
              () -> up(cast.anna, url, people, "--accept-routes"),
              () -> up(cast.otto, url, ottos),
              () -> up(cast.rita, url, tagged, "--advertise-routes=" + SUBNET, "--ssh"),
              () -> up(cast.exit, url, people, "--advertise-exit-node"),
              () -> up(cast.temp, url, ephemeral),
              () -> up(cast.gone, url, people)));
      cast.gone.kill();
      cast.settle();
      return cast;
    }

    private static boolean up(TailscaleClient client, String url, String key, String... flags)
        throws Exception {
      client.up(url, key, flags);
      return true;
    }

    private void settle() throws Exception {
      headscale.ask(
          "nodes", "approve-routes", "-r", SUBNET, "-i", String.valueOf(headscale.node("rita")));
      headscale.ask(
          "nodes",
          "approve-routes",
          "-r",
          "0.0.0.0/0,::/0",
          "-i",
          String.valueOf(headscale.node("exit")));
      // 0.26 ends a login at once or not at all.
      if (release != HeadscaleRelease.V0_26) {
        headscale.ask(
            "nodes",
            "expire",
            "-e",
            "2099-03-04T05:06:07Z",
            "-i",
            String.valueOf(headscale.node("otto")));
      }
      anna.waitUntil(
          "it is offered the exit node",
          Await.USUAL_LIMIT,
          () ->
              anna.peer("exit").map(peer -> peer.path("ExitNodeOption").asBoolean()).orElse(false));
      anna.set("--exit-node=" + exit.address());
      anna.waitUntil(
          "its exit node is online and the subnet routed",
          Await.USUAL_LIMIT,
          () ->
              anna.status().path("ExitNodeStatus").path("Online").asBoolean()
                  && anna.peer("rita").orElseThrow().path("PrimaryRoutes").size() == 1);
      usesWhatItUsed();
    }

    /// Who watches is told who is back and who is not and why, and that all are once they are.
    void assertWatched(RealCoordinator wayleave, String from) throws Exception {
      Answer some = watch(wayleave, from, "--once");
      assertThat(some.status()).as("somebody is missing").isEqualTo(2);
      assertThat(some.out())
          .contains(" late-name (node ", "5 of 6 back; 1 not back, 0 not expected")
          .containsPattern("gone \\(node \\d+\\) is not back: never seen since the take-over\n")
          .containsPattern("anna \\(node \\d+\\) is back\n");
      gone.start();
      Answer whole =
          watch(wayleave, from, "--until-all-back", "--timeout", "60s", "-o", "json").ok();
      assertThat(whole.json().path("nodes")).hasSize(6);
      for (JsonNode node : whole.json().path("nodes")) {
        assertThat(node.path("state").asText()).as(node.toString()).isEqualTo("BACK");
      }
    }

    private static Answer watch(RealCoordinator wayleave, String from, String... options)
        throws Exception {
      List<String> command = new ArrayList<>(List.of("cutover", "watch", "--from", from));
      command.addAll(List.of(options));
      return wayleave.wayleave(command.toArray(new String[0]));
    }

    /// Those who are connected when Headscale stops; gone left before.
    List<TailscaleClient> all() {
      return List.of(anna, otto, rita, exit, temp);
    }

    /// The exit node and the subnet carry anna's traffic, and SSH lets her in.
    void usesWhatItUsed() throws Exception {
      carried("exit", OUTSIDE);
      carried("rita", BEHIND);
      if (release != HeadscaleRelease.V0_26) {
        assertThat(anna.ssh(USER, "rita", "echo hello-$((40+2))").ok().out()).contains("hello-42");
      }
    }

    private void carried(String router, String address) throws Exception {
      String url = "http://" + address + ":" + port + "/" + MILLION;
      long before = anna.received(router);
      anna.waitUntil(
          url + " answers", Await.USUAL_LIMIT, () -> anna.fetch(url).length() == MILLION);
      assertThat(anna.received(router) - before).as("came from " + router).isGreaterThan(MILLION);
    }

    Map<String, Map<String, String>> views() throws Exception {
      Map<String, Map<String, String>> views = new TreeMap<>();
      for (TailscaleClient client : all()) {
        views.put(client.name(), ClientView.of(client));
      }
      return views;
    }

    Map<String, Long> registrations() throws Exception {
      Map<String, Long> counts = new TreeMap<>();
      for (TailscaleClient client : all()) {
        counts.put(client.name(), ClientView.registrations(client));
        assertThat(counts.get(client.name())).as("what counts does count").isPositive();
      }
      return counts;
    }
  }
}
