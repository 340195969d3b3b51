package dev.wayleave.interop.leaving;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.api.NodeView;
import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.interop.takeover.Kit;
import dev.wayleave.interop.takeover.Stage;
import dev.wayleave.testkit.wait.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A tailnet leaves a plane at another URL and with another Noise key in two waves, on nothing but
/// what an export tells of it.
@Tag("interop")
class MovedInWavesIT {
  private static final String POLICY =
      """
      {
        "tagOwners": {"tag:router": ["anna@"]},
        "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}],
      }
      """;

  @Test
  void movedAndUnmovedDevicesReachEachOtherUntilAllAreThere() throws Exception {
    try (Stage stage = Stage.open("the test of a move in waves")) {
      RealHeadscale old =
          stage.with(
              RealHeadscale.fresh(
                  stage.network(), GoTool.HEADSCALE.binary(), stage.room().resolve("hs")));
      Cast cast = Cast.on(stage, old);
      Path export = new ExportWriter(old, stage.room()).write("export", cast.anna);
      RealCoordinator wayleave =
          stage.with(RealCoordinator.start(stage.network(), stage.room().resolve("w")));
      wayleave
          .wayleave(
              "apply",
              "--from",
              "tailscale-export:" + export,
              "--to",
              "wayleave:",
              "--yes",
              "--old-control-url",
              old.url(),
              "-o",
              "json")
          .ok();
      Kit kit =
          Kit.write(
              wayleave,
              "tailscale-export:" + export,
              stage.room().resolve("kit"),
              "--from-url",
              old.url());
      Map<String, Identity> before = cast.identities();
      assertThat(requireNonNull(before.get("anna")).exitNode()).isNotEmpty();

      // The first wave: one of each line. Between the waves everyone reaches everyone.
      cast.move(kit, cast.anna);
      cast.move(kit, cast.otto);
      assertThat(cast.identities()).isEqualTo(before);
      cast.everyoneReachesEveryone();
      for (TailscaleClient client : List.of(cast.anna, cast.rita)) {
        client.restart();
        client.waitOnline();
      }
      cast.everyoneReachesEveryone();
      JsonNode half = wayleave.wayleave("cutover", "status", "-o", "json").ok().json();
      assertThat(half.path("moved").asInt()).isEqualTo(2);
      assertThat(half.path("unmoved").asInt()).isEqualTo(2);

      cast.move(kit, cast.rita);
      assertThat(cast.identities()).isEqualTo(before);
      // Those with a new key come last: a second profile, and a login that was asked for.
      loginAnew(wayleave, cast.exit, "anna", "login", "--advertise-exit-node");
      loginAnew(wayleave, cast.otto, "otto", "up", "--force-reauth");
      Map<String, Identity> after = cast.identities();
      before.forEach((name, was) -> requireNonNull(after.get(name)).assertPlaceOf(was));
      assertThat(wayleave.nodes()).allMatch(NodeView::online).hasSize(cast.all().size());
      cast.anna.waitUntil(
          "its exit node is still in use",
          Await.USUAL_LIMIT,
          () -> cast.anna.status().path("ExitNodeStatus").path("Online").asBoolean());
      // First the end, which has everyone go to the own relay, then the old plane with its relay.
      wayleave.wayleave("cutover", "end", "--yes").ok();
      old.stop();
      cast.everyoneReachesEveryone();
    }
  }

  /// Logs in with a new key; the owner approves, by which the device gets its own place.
  private static void loginAnew(
      RealCoordinator wayleave, TailscaleClient client, String owner, String... command)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--login-server=" + wayleave.url(), "--hostname=" + client.name()));
    all.add("--timeout=3s");
    Answer asked = client.cli(all.toArray(new String[0]));
    client.waitUntil(
        "there is a page to log in at; it said " + asked.err(),
        Await.USUAL_LIMIT,
        () -> !client.status().path("AuthURL").asText().isEmpty());
    String page = client.status().path("AuthURL").asText();
    assertThat(page).startsWith(wayleave.url());
    String id = page.substring(page.lastIndexOf('/') + 1);
    String user = ExportWriter.login(owner);
    wayleave.wayleave("auth", "register", "--auth-id", id, "--user", user).ok();
    client.waitOnline();
  }

  /// What must be the same on the other side.
  private record Identity(String key, String addresses, String name, String tags, String exitNode) {
    /// All but the key is the same.
    void assertPlaceOf(Identity was) {
      assertThat(new Identity(was.key, addresses, name, tags, exitNode)).isEqualTo(was);
    }

    static Identity of(TailscaleClient client) throws Exception {
      JsonNode self = client.status().path("Self");
      String name = self.path("DNSName").asText();
      return new Identity(
          self.path("PublicKey").asText(),
          self.path("TailscaleIPs").toString(),
          name.substring(0, name.indexOf('.')),
          self.path("Tags").toString(),
          client.cli("debug", "prefs").ok().json().path("ExitNodeID").asText());
    }
  }

  private record Cast(
      int port,
      TailscaleClient anna,
      TailscaleClient otto,
      TailscaleClient rita,
      TailscaleClient exit) {
    static Cast on(Stage stage, RealHeadscale old) throws Exception {
      String anna = String.valueOf(old.user("anna"));
      String otto = String.valueOf(old.user("otto"));
      Path policy = Files.writeString(stage.room().resolve("policy.hujson"), POLICY);
      old.ask("policy", "set", "-f", policy.toString());
      String people = old.authKey("--user", anna, "--reusable");
      String ottos = old.authKey("--user", otto);
      String tagged = old.authKey("--user", anna, "--tags", "tag:router");
      int port = stage.network().freePort();
      stage.network().serve("127.0.0.1", port, "here");
      Cast cast =
          new Cast(
              port,
              stage.client(Line.NEWEST, "anna"),
              stage.client(Line.OLDEST, "otto"),
              stage.client(Line.NEWEST, "rita"),
              stage.client(Line.NEWEST, "exit"));
      String url = old.url();
      Stage.together(
          List.of(
              () -> up(cast.anna, url, people, "--accept-routes"),
              () -> up(cast.otto, url, ottos),
              () -> up(cast.rita, url, tagged),
              () -> up(cast.exit, url, people, "--advertise-exit-node")));
      String exit = String.valueOf(old.node("exit"));
      old.ask("nodes", "approve-routes", "-r", "0.0.0.0/0,::/0", "-i", exit);
      cast.anna.waitUntil(
          "it is offered the exit node",
          Await.USUAL_LIMIT,
          () ->
              cast.anna
                  .peer("exit")
                  .map(peer -> peer.path("ExitNodeOption").asBoolean())
                  .orElse(false));
      cast.anna.set("--exit-node=" + cast.exit.address());
      cast.everyoneReachesEveryone();
      return cast;
    }

    private static boolean up(TailscaleClient client, String url, String key, String... flags)
        throws Exception {
      client.up(url, key, flags);
      return true;
    }

    List<TailscaleClient> all() {
      return List.of(anna, otto, rita, exit);
    }

    Map<String, Identity> identities() throws Exception {
      Map<String, Identity> identities = new TreeMap<>();
      for (TailscaleClient client : all()) {
        identities.put(client.name(), Identity.of(client));
      }
      return identities;
    }

    /// TCP through the tunnel, from each to each by address, and by the name of before.
    void everyoneReachesEveryone() throws Exception {
      for (TailscaleClient from : all()) {
        for (TailscaleClient to : all()) {
          if (from == to) {
            continue;
          }
          String name = to.name() + "." + ExportWriter.SUFFIX;
          for (String host : List.of(to.address(), name)) {
            String url = "http://" + host + ":" + port + "/";
            from.waitUntil(
                url + " of " + to.name() + " answers",
                Await.USUAL_LIMIT,
                () -> from.fetch(url).equals("here"));
          }
        }
      }
    }

    /// Runs the script that the kit has for the device, on the device.
    void move(Kit kit, TailscaleClient client) throws Exception {
      Answer moved = kit.run(client, "move.sh", "--wait", "45");
      assertThat(moved.status()).as(moved.out() + moved.err()).isZero();
    }
  }
}
