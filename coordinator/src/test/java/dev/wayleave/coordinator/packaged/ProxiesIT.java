package dev.wayleave.coordinator.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The packaged coordinator with two callers, of which one is a proxy by name.
class ProxiesIT {
  private static final String CLIENT = "203.0.113.7";

  /// Beside 127.0.0.1, from which nobody is believed.
  private static final String PROXY = "127.0.0.2";

  @TempDir Path folder;

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      disabledReason = "elsewhere 127.0.0.1 is the only loopback address")
  void theAuditLogBelievesTheNamedProxyAlone() throws Exception {
    try (CoordinatorProcess process =
        CoordinatorProcess.start(
            folder.resolve("data"), null, Map.of("WAYLEAVE_TRUSTED_PROXIES", PROXY))) {
      String url = process.url();
      String key = process.key();
      assertThat(create(url, key, PROXY, "ann").statusCode()).isEqualTo(201);
      assertThat(create(url, key, "127.0.0.1", "bob").statusCode()).isEqualTo(201);
      try (Administrator administrator = new Administrator(url, key)) {
        JsonNode newestFirst = administrator.get("/audit").path("items");
        assertThat(newestFirst.path(0).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(newestFirst.path(1).path("address").asText()).isEqualTo(CLIENT);
      }
      wrongKeysAreCountedForTheClient(url, key);
    }
  }

  private static void wrongKeysAreCountedForTheClient(String url, String key) throws Exception {
    int status = 0;
    for (int i = 0; i < 100 && status != 429; i++) {
      status = create(url, "hskey-api-000000000000-wrong", PROXY, "eve").statusCode();
    }
    assertThat(status).as("the client is slowed down").isEqualTo(429);
    assertThat(create(url, key, "127.0.0.1", "cat").statusCode()).isEqualTo(201);
  }

  private static HttpResponse<String> create(String url, String key, String from, String name)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1alpha/users"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", CLIENT)
            .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
            .build();
    try (HttpClient client =
        HttpClient.newBuilder().localAddress(InetAddress.getByName(from)).build()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }
}
