package dev.wayleave.importers.headscale.running;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.testkit.fixture.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A server that answers what a real one answered; see the README beside the answers.
final class Recorded implements AutoCloseable {
  static final String KEY = "recorded-key";

  private final WireMockServer server =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
  private final String release;

  Recorded(String release) throws IOException {
    this.release = release;
    server.start();
    for (String what : List.of("filter", "ssh", "derp", "config")) {
      answer(what, text(what + ".json"));
    }
    answer("nodestore", text("nodestore.txt"));
    answer("policy", text("policy.txt"));
    server.stubFor(
        get(urlEqualTo("/api/v1/node"))
            .withHeader("Authorization", equalTo("Bearer " + KEY))
            .willReturn(aResponse().withBody(text("nodes.json"))));
    server.stubFor(
        get(urlEqualTo("/api/v1/node")).atPriority(9).willReturn(aResponse().withStatus(401)));
  }

  /// Answers something else from now on.
  void answer(String what, String body) {
    server.stubFor(get(urlEqualTo("/debug/" + what)).willReturn(aResponse().withBody(body)));
  }

  /// What was recorded.
  String text(String file) throws IOException {
    try (InputStream in = Recorded.class.getResourceAsStream(release + "/" + file)) {
      if (in == null) {
        throw new IOException("nothing was recorded as " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /// The set that the real one was started on.
  InventorySource stored(Path room) throws IOException {
    Path set = Fixtures.copySet(release + "-sqlite", room);
    return new HeadscaleSource(set.resolve("config.yaml"), Map.of(), room);
  }

  @Override
  public void close() {
    server.stop();
  }
}
