package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Requests that no client sends.
@QuarkusTest
@RunningCoordinator
class RegisterFuzzTest extends Registrations {
  private static final int REQUESTS = Breadth.of(2_000, 50_000);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What a field may hold, right for some and wrong for others.
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "9223372036854775808",
          "1e400",
          "\"\"",
          "\"\\ud800\"",
          "\"0001-01-01T00:00:00Z\"",
          "\"9999-12-31T23:59:59.999999999Z\"",
          "\"1970-01-01T00:02:03Z\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"nodekey:" + "0".repeat(64) + "\"",
          "\"nodekey:zz\"",
          "\"/register/" + "a".repeat(40) + "\"",
          "\"tag:x\"",
          "\"0.0.0.0/0\"",
          "\"10.0.0.1/33\"",
          "[]",
          "[null]",
          "[[]]",
          "{}",
          "{\"AuthKey\": \"hskey-auth-\"}",
          "{\"AuthKey\": 7}");

  @Inject PendingLogins pending;

  @Test
  void requestsThatNoClientSendsAreAnsweredOrRefusedAndLetNobodyIn() throws Exception {
    RandomGenerator random = Seed.printedFor("RegisterFuzzTest").generator();
    Device member = member("member", ann);
    long version = state.image().version();
    int refused = 0;
    for (int i = 0; i < REQUESTS; i++) {
      Device device = random.nextInt(4) == 0 ? member : new Device("fuzz");
      byte[] body = mutated(device.body(), random);
      ControlPeer peer =
          new ControlPeer(
              random.nextInt(8) == 0 ? device.machine : new Device("x").machine,
              new CapabilityVersion(random.nextInt(CapabilityVersion.MAX)),
              "192.0.2." + random.nextInt(256));
      FakeExchange exchange = new FakeExchange(peer, body);
      try {
        endpoint.handle(exchange);
      } catch (WireException sentence) {
        assertThat(sentence.getMessage()).isNotEmpty();
        refused++;
        continue;
      }
      assertThat(exchange.answer().status())
          .as(() -> new String(body, StandardCharsets.UTF_8))
          .isIn(200, 429);
    }
    assertThat(refused).as("some are no requests at all").isBetween(1, REQUESTS - 1);
    assertThat(pending.waiting()).hasSizeLessThanOrEqualTo(LoginLimits.DEFAULT.total());
    assertThat(state.image().nodes()).hasSizeLessThanOrEqualTo(1);
    assertThat(state.image().version())
        .as("at most the member's own logout and shortened terms")
        .isLessThanOrEqualTo(version + REQUESTS);
  }

  private static byte[] mutated(byte[] body, RandomGenerator random) throws Exception {
    if (random.nextBoolean()) {
      return scrambled(body, random);
    }
    ObjectNode tree = (ObjectNode) JSON.readTree(body);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      change(tree, random);
    }
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] scrambled(byte[] body, RandomGenerator random) {
    byte[] bytes = body.clone();
    int flips = 1 + random.nextInt(4);
    for (int i = 0; i < flips; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return Arrays.copyOf(bytes, length);
  }

  private static void change(ObjectNode tree, RandomGenerator random) throws Exception {
    ObjectNode host = tree.get("Hostinfo") instanceof ObjectNode own ? own : tree;
    ObjectNode where = random.nextBoolean() ? tree : host;
    List<String> names = new ArrayList<>(List.of("Auth", "RoutableIPs", "RequestTags", "Tailnet"));
    where.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(4)) {
      case 0 -> where.remove(name);
      case 1 -> where.set(name, new TextNode("x".repeat(random.nextInt(70_000))));
      case 2 -> where.set(name, many(random));
      default -> where.set(name, value(random));
    }
  }

  private static ArrayNode many(RandomGenerator random) throws Exception {
    ArrayNode array = JSON.createArrayNode();
    int size = random.nextInt(1_200);
    JsonNode value = value(random);
    for (int i = 0; i < size; i++) {
      array.add(value);
    }
    return array;
  }

  private static JsonNode value(RandomGenerator random) throws Exception {
    return JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
  }
}
