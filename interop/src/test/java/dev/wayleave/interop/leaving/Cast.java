package dev.wayleave.interop.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.Line;
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
import java.util.concurrent.Callable;

/// The devices of a tailnet that leaves a plane, each with a service that the others reach.
///
/// Anna uses the exit node, otto is of the other line than the rest, rita is tagged and lets anna's
/// devices in by SSH, and gone is deleted on the old plane.
final class Cast {
  /// Who may be logged in as on another device: whoever runs the tests.
  static final String USER = System.getProperty("user.name");

  private static final String POLICY =
      """
      {
        "tagOwners": {"tag:router": ["anna@"]},
        "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}],
        "ssh": [
          {"action": "accept", "src": ["anna@"], "dst": ["tag:router"], "users": ["USER"]},
        ],
      }
      """;

  final TailscaleClient anna;
  final TailscaleClient otto;
  final TailscaleClient rita;
  final TailscaleClient exit;
  final TailscaleClient gone;

  private final RealHeadscale old;
  private final String owner;
  private final String people;
  private final int port;
  private final List<TailscaleClient> all = new ArrayList<>();

  /// Has them log in on the old plane, where each reaches each.
  ///
  /// @param most the line of all but one
  Cast(Stage stage, RealHeadscale old, Line most) throws Exception {
    this.old = old;
    owner = String.valueOf(old.user("anna"));
    String other = String.valueOf(old.user("otto"));
    Path policy =
        Files.writeString(stage.room().resolve("policy.hujson"), POLICY.replace("USER", USER));
    old.ask("policy", "set", "-f", policy.toString());
    people = old.authKey("--user", owner, "--reusable");
    String ottos = old.authKey("--user", other);
    port = stage.network().freePort();
    stage.network().serve("127.0.0.1", port, "here");
    anna = stage.client(most, "anna");
    otto = stage.client(most == Line.NEWEST ? Line.OLDEST : Line.NEWEST, "otto");
    rita = stage.client(most, "rita");
    exit = stage.client(most, "exit");
    gone = stage.client(most, "gone");
    all.addAll(List.of(anna, otto, rita, exit));
    String tagged = taggedKey();
    Stage.together(
        List.of(
            () -> up(anna, people, "--accept-routes"),
            () -> up(otto, ottos),
            () -> up(rita, tagged, "--ssh"),
            () -> up(exit, people, "--advertise-exit-node"),
            () -> up(gone, people)));
    String router = String.valueOf(old.node("exit"));
    old.ask("nodes", "approve-routes", "-r", "0.0.0.0/0,::/0", "-i", router);
    anna.waitUntil(
        "it is offered the exit node",
        Await.USUAL_LIMIT,
        () -> anna.peer("exit").map(peer -> peer.path("ExitNodeOption").asBoolean()).orElse(false));
    anna.set("--exit-node=" + exit.address());
    everyoneReachesEveryone();
  }

  private boolean up(TailscaleClient client, String key, String... flags) throws Exception {
    client.up(old.url(), key, flags);
    return true;
  }

  private String taggedKey() throws Exception {
    // A client that is told to log in again may show its key twice.
    return old.authKey("--user", owner, "--reusable", "--tags", "tag:router");
  }

  List<TailscaleClient> all() {
    return List.copyOf(all);
  }

  /// A new device of anna's comes to the old plane.
  TailscaleClient joinedBy(TailscaleClient client) throws Exception {
    up(client, people);
    all.add(client);
    return client;
  }

  /// The old plane deletes a device.
  void deleteGone() throws Exception {
    old.ask("nodes", "delete", "--force", "-i", String.valueOf(old.node("gone")));
    gone.close();
  }

  /// The tagged device logs in on the old plane again, with a new key.
  void rotateRita() throws Exception {
    up(rita, taggedKey(), "--ssh", "--force-reauth");
  }

  Map<String, Identity> identities() throws Exception {
    Map<String, Identity> identities = new TreeMap<>();
    for (TailscaleClient client : all) {
      identities.put(client.name(), Identity.of(client));
    }
    return identities;
  }

  /// TCP through the tunnel, from each to each by address, and by the name of before.
  void everyoneReachesEveryone() throws Exception {
    reachEachOther(all());
  }

  void reachEachOther(List<TailscaleClient> clients) throws Exception {
    List<Callable<?>> work = new ArrayList<>();
    for (TailscaleClient from : clients) {
      work.add(() -> {
        for (TailscaleClient to : clients) {
          if (from != to) {
            reaches(from, to);
          }
        }
        return true;
      });
    }
    Stage.together(work);
  }

  void reaches(TailscaleClient from, TailscaleClient to) throws Exception {
    for (String host : List.of(to.address(), to.name() + "." + ExportWriter.SUFFIX)) {
      String url = "http://" + host + ":" + port + "/";
      from.waitUntil(
          url + " of " + to.name() + " answers",
          Await.USUAL_LIMIT,
          () -> from.fetch(url).equals("here"));
    }
  }

  /// Runs the scripts that the kit has for devices, on these.
  static void move(Kit kit, TailscaleClient... clients) throws Exception {
    List<Callable<?>> work = new ArrayList<>();
    for (TailscaleClient client : clients) {
      work.add(() -> {
        Answer moved = kit.run(client, "move.sh", "--wait", "45");
        assertThat(moved.status()).as(moved.out() + moved.err()).isZero();
        return true;
      });
    }
    Stage.together(work);
  }
}
