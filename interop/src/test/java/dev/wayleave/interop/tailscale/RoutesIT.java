package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Subnet routers and exit nodes are approved, used, and take over from each other.
///
/// All clients live in one network, where each could reach any address by itself; whose route was
/// taken is told by how much came from which peer.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class RoutesIT {
  /// What a fail-over may take, also where a router vanished without a word.
  private static final Duration FAIL_OVER = Duration.ofSeconds(15);

  /// How long a router that is back is watched for taking the route away from the other.
  private static final Duration WATCHED = Duration.ofSeconds(6);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private static final int MILLION = 1_000_000;

  @BeforeEach
  void open(SharedTailnet tailnet) throws Exception {
    tailnet.network().needsRoute("the tests of subnet routers and exit nodes");
    tailnet.openPolicy();
  }

  @Test
  void aSubnetRouterIsUsedOnceItIsApprovedAndAnotherTakesOverWhenItVanishes(SharedTailnet tailnet)
      throws Exception {
    String url = service(tailnet, "10.77.0.1");
    TailscaleClient anna = tailnet.client("anna");
    anna.set("--accept-routes");
    String key = tailnet.coordinator().authKey("bert");
    String route = "10.77.0.0/24";
    String flag = "--advertise-routes=" + route;
    try (Guests routers = tailnet.guests("router-1", "router-2", key, Map.of(), flag)) {
      TailscaleClient one = routers.first();
      TailscaleClient two = routers.second();
      anna.waitPong("router-1");
      assertThat(routes(anna, "router-1", route)).isFalse();
      Promise approved = Promise.within(Duration.ofSeconds(2));
      tailnet.coordinator().approveRoutes("router-1", route);
      routed(approved, anna, "router-1", route);
      assertCarried(anna, "router-1", url);
      tailnet.coordinator().approveRoutes("router-2", route);

      Promise frozen = Promise.within(FAIL_OVER);
      one.freeze();
      routed(frozen, anna, "router-2", route);
      assertCarried(anna, "router-2", url);

      one.thaw();
      one.waitOnline();
      stays("router-2 still routes", () -> routes(anna, "router-2", route));
      Promise killed = Promise.within(FAIL_OVER);
      two.kill();
      routed(killed, anna, "router-1", route);
      assertCarried(anna, "router-1", url);
    } finally {
      anna.set("--accept-routes=false");
    }
  }

  @Test
  void anExitNodeIsUsedOnceItIsApproved(SharedTailnet tailnet) throws Exception {
    String url = service(tailnet, "198.51.100.7");
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().authKey("bert");
    try (TailscaleClient exit = tailnet.guest("exit-1", key, "--advertise-exit-node")) {
      anna.waitPong("exit-1");
      assertThat(anna.cli("set", "--exit-node=" + exit.address()).status()).isNotZero();
      tailnet.coordinator().approveRoutes("exit-1", "0.0.0.0/0", "::/0");
      anna.waitUntil(
          "it is offered the exit node",
          Await.USUAL_LIMIT,
          () -> anna.peer("exit-1").orElseThrow().path("ExitNodeOption").asBoolean());
      anna.set("--exit-node=" + exit.address());
      anna.waitUntil(
          "its exit node is online",
          Await.USUAL_LIMIT,
          () -> anna.status().path("ExitNodeStatus").path("Online").asBoolean());
      assertCarried(anna, "exit-1", url);
    } finally {
      anna.set("--exit-node=");
    }
  }

  @Test
  void anotherExitNodeTakesOverWhenItVanishesForClientsThatTakeAny(SharedTailnet tailnet)
      throws Exception {
    String url = service(tailnet, "198.51.100.8");
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().authKey("bert");
    String flag = "--advertise-exit-node";
    try (Guests exits = tailnet.guests("any-exit-1", "any-exit-2", key, Map.of(), flag)) {
      TailscaleClient one = exits.first();
      TailscaleClient two = exits.second();
      for (TailscaleClient exit : List.of(one, two)) {
        tailnet.coordinator().approveRoutes(exit.name(), "0.0.0.0/0", "::/0");
        anna.waitPong(exit.name());
      }
      anna.set("--exit-node=auto:any");
      anna.waitUntil(
          "it has taken an exit node",
          Await.USUAL_LIMIT,
          () -> leaves(anna, one.name()) || leaves(anna, two.name()));
      TailscaleClient first = leaves(anna, one.name()) ? one : two;
      TailscaleClient second = first == one ? two : one;
      assertCarried(anna, first.name(), url);

      Promise promise = Promise.within(FAIL_OVER);
      first.freeze();
      promise.kept(anna, "the other exit node is taken", () -> leaves(anna, second.name()));
      assertCarried(anna, second.name(), url);

      first.thaw();
      first.waitOnline();
      stays(second.name() + " is still taken", () -> leaves(anna, second.name()));
    } finally {
      anna.set("--exit-node=");
    }
  }

  private static String service(SharedTailnet tailnet, String address) throws Exception {
    int port = tailnet.network().freePort();
    tailnet.network().run("ip", "addr", "add", address + "/32", "dev", "lo");
    tailnet.network().serve(address, port, "routed");
    return "http://" + address + ":" + port + "/" + MILLION;
  }

  private static void assertCarried(TailscaleClient client, String router, String url)
      throws IOException, InterruptedException {
    long before = client.received(router);
    client.waitUntil(url + " answers", FAIL_OVER, () -> client.fetch(url).length() == MILLION);
    assertThat(client.received(router) - before).as("came from " + router).isGreaterThan(MILLION);
  }

  private static void routed(Promise promise, TailscaleClient viewer, String router, String route) {
    promise.kept(viewer, router + " routes " + route, () -> routes(viewer, router, route));
  }

  private static boolean routes(TailscaleClient viewer, String router, String route)
      throws IOException, InterruptedException {
    return viewer
        .peer(router)
        .map(peer -> peer.path("PrimaryRoutes").toString().contains("\"" + route + "\""))
        .orElse(false);
  }

  /// Whether a client's exit node is the one of a name, and online as far as it knows.
  private static boolean leaves(TailscaleClient client, String exit) throws IOException {
    JsonNode taken = client.status().path("ExitNodeStatus");
    return taken.path("Online").asBoolean()
        && taken.path("ID").equals(client.peer(exit).orElseThrow().path("ID"));
  }

  private static void stays(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + WATCHED.toNanos();
    while (System.nanoTime() < end) {
      assertThat(condition.call()).as(what).isTrue();
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }
}
