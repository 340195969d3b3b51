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
import dev.wayleave.interop.takeover.ClientView;
import dev.wayleave.interop.takeover.Kit;
import dev.wayleave.interop.takeover.Stage;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.wait.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A tailnet leaves a plane at another URL and with another Noise key in waves, on nothing but what
/// exports tell of it.
@Tag("interop")
class MovedInWavesIT {
  /// The line of all devices but otto, who is of the other.
  static final List<Line> LINES =
      Breadth.of(List.of(Line.NEWEST), List.of(Line.NEWEST, Line.OLDEST));

  /// Far enough away for the import to come first.
  private static final Duration EXPIRY = Duration.ofSeconds(20);

  @ParameterizedTest
  @FieldSource("LINES")
  void movedAndUnmovedDevicesReachEachOtherUntilAllAreThere(Line most) throws Exception {
    try (Stage stage = Stage.open("the test of a move in waves")) {
      RealHeadscale old =
          stage.with(
              RealHeadscale.fresh(
                  stage.network(), GoTool.HEADSCALE.binary(), stage.room().resolve("hs")));
      Future<RealCoordinator> starting =
          stage.meanwhile(
              () -> stage.with(RealCoordinator.start(stage.network(), stage.room().resolve("w"))));
      Cast cast = new Cast(stage, old, most);
      RealCoordinator wayleave = starting.get();
      new Move(stage, old, wayleave, cast, most).run();
    }
  }

  /// One move from its beginning to its end.
  private static final class Move {
    private final Stage stage;
    private final RealHeadscale old;
    private final RealCoordinator wayleave;
    private final Cast cast;
    private final Line most;
    private final TailnetLock lock;
    private final Instant expiry;
    private int exports;

    Move(Stage stage, RealHeadscale old, RealCoordinator wayleave, Cast cast, Line most)
        throws Exception {
      this.stage = stage;
      this.old = old;
      this.wayleave = wayleave;
      this.cast = cast;
      this.most = most;
      this.lock = TailnetLock.make(stage.room());
      this.expiry = Instant.now().plus(EXPIRY);
    }

    void run() throws Exception {
      Path export = export();
      apply(export, "--hold-key-expiry");
      Map<String, Identity> before = cast.identities();
      assertThat(requireNonNull(before.get("anna")).exitNode()).isNotEmpty();
      // The first wave: one of each line. Between the waves everyone reaches everyone.
      Cast.move(kit("first", export), cast.anna, cast.otto);
      assertThat(cast.identities()).isEqualTo(before);
      cast.everyoneReachesEveryone();

      TailscaleClient nora = refresh();
      before = cast.identities();
      Kit kit = kit("second", export());
      Stage.together(List.of(() -> restarted(cast.anna), () -> restarted(cast.rita)));
      cast.everyoneReachesEveryone();
      JsonNode half = wayleave.wayleave("cutover", "status", "-o", "json").ok().json();
      assertThat(half.path("moved").asInt()).isEqualTo(2);
      assertThat(half.path("unmoved").asInt()).isEqualTo(3);

      moveOverSsh(kit, cast.exit, cast.rita);
      assertThat(cast.identities()).isEqualTo(before);
      moveOutOfALock(kit, nora);
      assertUpWhileHeld(cast.otto);
      cast.everyoneReachesEveryone();
      // Those with a new key come last: a second profile, and a login that was asked for.
      loginAnew(cast.exit, "anna", "login", "--advertise-exit-node");
      assertThat(wayleave.nodes()).allMatch(NodeView::online).hasSize(cast.all().size());
      cast.anna.waitUntil(
          "its exit node is still in use",
          Await.USUAL_LIMIT,
          () -> cast.anna.status().path("ExitNodeStatus").path("Online").asBoolean());
      end();
      loginAnew(cast.otto, "otto", "up", "--force-reauth");
      Map<String, Identity> after = cast.identities();
      before.forEach((name, was) -> requireNonNull(after.get(name)).assertPlaceOf(was));
      cast.everyoneReachesEveryone();
    }

    private Path export() throws Exception {
      exports++;
      return new ExportWriter(old, stage.room(), Map.of("otto", expiry))
          .write("export-" + exports, cast.exit);
    }

    private JsonNode apply(Path export, String... more) throws Exception {
      List<String> command = new ArrayList<>(List.of("apply", "--from"));
      command.addAll(List.of("tailscale-export:" + export, "--to", "wayleave:", "--yes"));
      command.addAll(List.of("--old-control-url", old.url(), "-o", "json"));
      command.addAll(List.of("--lock-disablement-secret-file", lock.secretFile().toString()));
      command.addAll(List.of(more));
      return wayleave.wayleave(command.toArray(new String[0])).ok().json();
    }

    /// A kit in whose first wave is the tagged device.
    private Kit kit(String name, Path export) throws Exception {
      Path wave = Files.writeString(stage.room().resolve("wave"), "rita\n");
      return Kit.write(
          wayleave,
          "tailscale-export:" + export,
          stage.room().resolve("kit-" + name),
          "--from-url",
          old.url(),
          "--wave",
          wave.toString());
    }

    private static boolean restarted(TailscaleClient client) throws Exception {
      client.restart();
      client.waitOnline();
      return true;
    }

    /// On the old plane a device is new, one is deleted, and one has another key; it is read again.
    private TailscaleClient refresh() throws Exception {
      Map<String, Identity> moved = movedOnes();
      Map<String, Long> logins = logins();
      TailscaleClient nora = cast.joinedBy(stage.client(most, "nora"));
      cast.deleteGone();
      String key = Identity.of(cast.rita).key();
      cast.rotateRita();
      assertThat(Identity.of(cast.rita).key()).isNotEqualTo(key);
      assertThat(cast.anna.peer("gone")).isPresent();
      JsonNode nodes = apply(export()).at("/plan/summary/nodes");
      assertThat(nodes.path("create").asInt()).as(nodes.toString()).isEqualTo(1);
      assertThat(nodes.path("delete").asInt()).as(nodes.toString()).isEqualTo(1);
      for (TailscaleClient client : List.of(cast.anna, cast.otto)) {
        client.waitUntil(
            "it knows the new device and not the deleted one",
            Await.USUAL_LIMIT,
            () -> client.peer("nora").isPresent() && client.peer("gone").isEmpty());
      }
      assertThat(movedOnes()).isEqualTo(moved);
      assertThat(logins()).as("nobody logged in again").isEqualTo(logins);
      return nora;
    }

    private Map<String, Identity> movedOnes() throws Exception {
      Map<String, Identity> all = new TreeMap<>(cast.identities());
      all.keySet().retainAll(List.of("anna", "otto"));
      return all;
    }

    private Map<String, Long> logins() throws Exception {
      return Map.of(
          "anna", ClientView.registrations(cast.anna), "otto", ClientView.registrations(cast.otto));
    }

    private void assertUpWhileHeld(TailscaleClient client) throws Exception {
      Await.until(
          "the key's expiry has passed",
          EXPIRY.multipliedBy(2),
          () -> expiry.isBefore(Instant.now()));
      NodeView node = wayleave.node(client.name());
      assertThat(requireNonNull(node.expiry())).isEqualTo(expiry);
      assertThat(client.status().path("BackendState").asText()).isEqualTo("Running");
      assertThat(client.status().path("Self").path("Online").asBoolean()).isTrue();
    }

    private void moveOverSsh(Kit kit, TailscaleClient from, TailscaleClient to) throws Exception {
      Answer started = kit.overSsh(from, to, "wave-1.tsv", "start", "--wait", "45");
      assertThat(started.status()).as(started.out() + started.err()).isZero();
      to.waitUntil(
          "its server is the new one",
          Await.USUAL_LIMIT,
          () ->
              to.cli("debug", "prefs")
                  .ok()
                  .json()
                  .path("ControlURL")
                  .asText()
                  .equals(wayleave.url()));
      to.waitOnline();
      // WireGuard's session with it is gone, of which the others learn by its first packet, or else
      // after 15 seconds.
      cast.reaches(to, from);
      // Asked from a device that has not moved, of one that has.
      from.waitUntil(
          "it is told over SSH that " + to.name() + " moved",
          Await.USUAL_LIMIT,
          () ->
              kit.overSsh(from, to, "wave-1.tsv", "result").out().contains("\"result\":\"moved\""));
    }

    /// A device that holds the lock of the plane that it leaves, which signed nobody here.
    private void moveOutOfALock(Kit kit, TailscaleClient client) throws Exception {
      lock.holdBy(client);
      client.waitOnline();
      assertThat(TailnetLock.status(client).path("Enabled").asBoolean()).isTrue();
      client.waitUntil(
          "the lock keeps it from everyone",
          Await.USUAL_LIMIT,
          () -> client.status().path("Peer").isEmpty());
      Cast.move(kit, client);
      client.waitUntil(
          "it has let go of the lock",
          Await.USUAL_LIMIT,
          () -> !TailnetLock.status(client).path("Enabled").asBoolean());
      assertThat(TailnetLock.placeIn(client)).doesNotExist();
    }

    /// The end, which has everyone go to the own relay and lets keys expire, then the old plane
    /// with its relay.
    private void end() throws Exception {
      Answer refused = wayleave.wayleave("cutover", "end", "--yes");
      assertThat(refused.status()).isNotZero();
      assertThat(refused.err()).contains("otto");
      wayleave.wayleave("cutover", "end", "--yes", "--accept-left-behind").ok();
      old.stop();
      cast.otto.waitUntil(
          "its key has expired",
          Await.USUAL_LIMIT,
          () -> cast.otto.status().path("BackendState").asText().equals("NeedsLogin"));
      cast.anna.waitUntil(
          "it is told that otto's key has expired",
          Await.USUAL_LIMIT,
          () -> cast.anna.peer("otto").orElseThrow().path("Expired").asBoolean());
    }

    /// Logs in with a new key; the owner approves, by which the device gets its own place.
    private void loginAnew(TailscaleClient client, String owner, String... command)
        throws Exception {
      List<String> all = new ArrayList<>(List.of(command));
      all.addAll(List.of("--login-server=" + wayleave.url(), "--hostname=" + client.name()));
      all.add("--timeout=40s");
      // It ends when the login does.
      Future<Answer> asked =
          stage.meanwhile(() -> client.cli(TailscaleClient.UP_LIMIT, all.toArray(new String[0])));
      client.waitUntil(
          "there is a page to log in at",
          Await.USUAL_LIMIT,
          () -> client.status().path("AuthURL").asText().startsWith(wayleave.url()));
      String page = client.status().path("AuthURL").asText();
      String id = page.substring(page.lastIndexOf('/') + 1);
      String user = ExportWriter.login(owner);
      wayleave.wayleave("auth", "register", "--auth-id", id, "--user", user).ok();
      client.waitOnline();
      Answer answer = asked.get();
      assertThat(answer.status()).as(answer.out() + answer.err()).isZero();
    }
  }
}
