package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.wait.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A relay that is not the coordinator's stands in the map beside it, and lets in whom it says.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class ExternalRelayIT {
  @Test
  void anExternalRelayOfTheMapCarriesPacketsOfNodesThatTheCoordinatorAdmits(
      SharedTailnet tailnet, @TempDir Path folder) throws Exception {
    TestNetwork network = tailnet.network();
    try (RealCoordinator coordinator = RealCoordinator.start(network, folder.resolve("c"));
        ExternalRelay relay = ExternalRelay.start(network, folder, coordinator.url() + "/verify")) {
      String from = "bundle:" + relay.bundle(folder.resolve("relays"));
      String to = "wayleave:" + coordinator.url();
      coordinator.wayleave("apply", "--from", from, "--to", to, "--yes").ok();
      String key = coordinator.authKey("anna");
      try (TailscaleClient one = client(network, folder, "far-1");
          TailscaleClient two = client(network, folder, "far-2")) {
        for (TailscaleClient client : List.of(one, two)) {
          client.up(coordinator.url(), key);
          JsonNode regions = client.cli("debug", "derp-map").ok().json().path("Regions");
          assertThat(regions.has("901") && regions.has("999") && regions.size() == 2).isTrue();
          client.cli("debug", "force-prefer-derp", "" + ExternalRelay.REGION).ok();
        }
        for (TailscaleClient client : List.of(one, two)) {
          String other = client == one ? "far-2" : "far-1";
          client.waitUntil(
              other + " answers through the external relay",
              Await.USUAL_LIMIT,
              () -> client.ping(other).out().contains("via DERP(" + ExternalRelay.CODE + ")"));
        }
        String known = coordinator.node("far-1").nodeKey();
        assertThat(admission(network, coordinator, known)).contains("true");
        assertThat(admission(network, coordinator, "nodekey:" + "1".repeat(64))).contains("false");
      }
    }
  }

  private static TailscaleClient client(TestNetwork network, Path folder, String name)
      throws Exception {
    return TailscaleClient.start(network, Line.NEWEST, folder, name, RelayIT.RELAYED);
  }

  /// What the relay asks when somebody comes.
  private static String admission(TestNetwork network, RealCoordinator coordinator, String node)
      throws Exception {
    int port = network.door(URI.create(coordinator.url()).getPort()).getPort();
    String body = "{\"NodePublic\": \"%s\", \"Source\": \"127.0.0.1\"}".formatted(node);
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + "/verify");
      HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
