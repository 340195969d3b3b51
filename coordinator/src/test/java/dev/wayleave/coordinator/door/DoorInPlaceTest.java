package dev.wayleave.coordinator.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Member;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.wait.Await;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/// The door stands before the coordinator's listener, and not before that of its metrics.
@QuarkusTest
@RunningCoordinator
class DoorInPlaceTest {
  @Inject Door door;
  @Inject HttpServer http;

  @Test
  void connectionsOfTheListenerAreCountedUntilTheyLeaveHttp() throws Exception {
    int before = door.inside();
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      Await.until("it is counted", () -> door.inside() > before);
    }
    try (FakeClient client = Member.stranger()) {
      assertThat(client.get("/machine/nothing").status()).isEqualTo(404);
      Await.until("nobody is left", () -> door.inside() <= before + 1);
    }
  }

  @Test
  void metricsAreReadThroughNoDoor() throws Exception {
    int before = door.inside();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.getManagementPort())) {
      String answer = GuardedServer.ask(socket, "/metrics");
      assertThat(answer)
          .startsWith("200 ")
          .contains(
              "wayleave_http_connections",
              "wayleave_http_refused_total{reason=\"head-deadline\"",
              "wayleave_control_connections",
              "wayleave_control_handshakes_total",
              "wayleave_control_refused_total{reason=\"handshakes-waiting\"",
              "wayleave_refused_proofs_total{kind=\"api-key\"");
      assertThat(door.inside()).isLessThanOrEqualTo(before);
    }
  }
}
