package dev.wayleave.coordinator.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.coordinator.map.NetworkImages;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.MakeNoiseKey;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.KeyReply;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeResponse;
import dev.wayleave.testkit.client.FakeStream;
import dev.wayleave.testkit.wait.Await;
import io.quarkus.arc.Arc;
import io.restassured.RestAssured;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A client whose node is in the tailnet, connected through Noise.
public final class Member implements AutoCloseable {
  private static final CapabilityVersion VERSION = new CapabilityVersion(142);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeClient client;
  private final NodeKey key;
  private final long id;

  private Member(FakeClient client, NodeKey key, long id) {
    this.client = client;
    this.key = key;
    this.id = id;
  }

  /// A device of a user.
  public static Member of(int user, String name) throws Exception {
    return join(Map.of("user", user), name);
  }

  /// A device of a tag.
  public static Member tagged(String tag, String name) throws Exception {
    return join(Map.of("tags", List.of(tag)), name);
  }

  /// A connection of a machine that nobody knows.
  public static FakeClient stranger() throws Exception {
    // An emptied tailnet has none, where one that starts makes it.
    TailnetState state = Arc.container().instance(TailnetState.class).get();
    state.submit(new MakeNoiseKey(MachinePrivateKey.of(bytes())), Actor.COORDINATOR).join();
    KeyReply server = KeyReply.parse(RestAssured.get("/key?v=142").asByteArray());
    MachinePrivateKey machine = MachinePrivateKey.of(bytes());
    return FakeClient.connect("127.0.0.1", RestAssured.port, server.noise(), machine, VERSION);
  }

  private static Member join(Map<String, Object> owner, String name) throws Exception {
    String authKey =
        Client.owner()
            .body(owner)
            .post("/api/v1alpha/pre-auth-keys")
            .then()
            .statusCode(201)
            .extract()
            .path("key");
    FakeClient client = stranger();
    NodeKey key = NodeKey.of(bytes());
    Map<String, Object> request =
        Map.of(
            "Version", 142,
            "NodeKey", key.toString(),
            "Auth", Map.of("AuthKey", authKey),
            "Hostinfo", Map.of("Hostname", name, "OS", "linux"));
    FakeResponse answer = client.post("/machine/register", JSON.writeValueAsString(request));
    JsonNode said = JSON.readTree(answer.body());
    if (answer.status() != 200 || !said.path("Error").asText().isEmpty()) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    TailnetState state = Arc.container().instance(TailnetState.class).get();
    Node node = state.image().nodes(key).getFirst();
    return new Member(client, key, node.id().value());
  }

  /// Returns once maps are made of what is committed now.
  public static void awaitMaps() {
    TailnetState state = Arc.container().instance(TailnetState.class).get();
    NetworkImages images = Arc.container().instance(NetworkImages.class).get();
    long version = state.image().version();
    Await.until(
        "maps are made of version " + version,
        () -> images.current().tailnet().version() >= version);
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  public long id() {
    return id;
  }

  public NodeKey key() {
    return key;
  }

  public FakeResponse get(String path) throws IOException {
    return client.get(path);
  }

  /// Asks and does not wait.
  public FakeStream ask(String path) throws IOException {
    return client.open("GET", path, new byte[0]);
  }

  /// Sends JSON with the node's own key in it.
  public FakeResponse send(String method, String path, Map<String, ?> fields) throws IOException {
    Map<String, Object> all = new HashMap<>(fields);
    all.putIfAbsent("NodeKey", key.toString());
    return client.request(method, path, JSON.writeValueAsBytes(all));
  }

  @Override
  public void close() {
    client.close();
  }
}
