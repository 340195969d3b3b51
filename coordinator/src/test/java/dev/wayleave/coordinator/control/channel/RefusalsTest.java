package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.protocol.wire.RegisterRequest;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeResponse;
import dev.wayleave.testkit.leak.NoLeaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RefusalsTest {
  @Test
  void olderKeysAreAcceptedAndForgottenOnesAreNot() throws Exception {
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, Endpoints.echo())) {
      MachinePrivateKey old = running.keys.getFirst();
      MachinePrivateKey current = RunningChannel.newKey();
      running.keys.addFirst(current);
      for (MachinePrivateKey key : List.of(old, current)) {
        try (FakeClient client = withKey(running, key)) {
          assertThat(client.get("/echo").status()).isEqualTo(200);
        }
      }
      running.keys.remove(old);
      assertThatThrownBy(() -> withKey(running, old))
          .isInstanceOf(NoiseException.class)
          .hasMessageContaining("another Noise key")
          .hasMessageContaining("restart tailscaled");
    }
  }

  private static FakeClient withKey(RunningChannel running, MachinePrivateKey key)
      throws IOException, NoiseException {
    return FakeClient.connect(
        RunningChannel.HOST,
        running.port(),
        key.publicKey(),
        RunningChannel.newKey(),
        RunningChannel.VERSION);
  }

  @Test
  void aClientBelowTheFloorReadsWhichVersionItNeeds() throws Exception {
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT)) {
      for (boolean webSocket : new boolean[] {false, true}) {
        var old =
            new FakeClient.Connecting(
                RunningChannel.HOST,
                running.port(),
                running.key(),
                RunningChannel.newKey(),
                new CapabilityVersion(112),
                webSocket,
                0);
        assertThatThrownBy(() -> FakeClient.connect(old))
            .isInstanceOf(NoiseException.class)
            .hasMessageContaining("112")
            .hasMessageContaining("113 or newer (Tailscale 1.80)");
      }
    }
  }

  @Test
  void aBodyBeyondTheLimitIsAnswered413AndTheConnectionStays() throws Exception {
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, Endpoints.echo());
        FakeClient client = running.connect()) {
      int limit = ChannelLimits.DEFAULT.bodyBytes();
      assertThat(client.request("POST", "/echo", new byte[limit]).status()).isEqualTo(200);
      FakeResponse refused = client.request("POST", "/echo", new byte[limit + 1]);
      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.text()).isEqualTo("a request has at most 1048576 bytes\n");
      assertThat(client.get("/echo").status()).isEqualTo(200);
    }
  }

  @Test
  void bodiesOfOneConnectionTogetherHaveALimitAndAreGivenBack() throws Exception {
    ChannelLimits limits = Limits.of("body-bytes", "1000", "body-bytes-per-connection", "1500");
    try (RunningChannel running = new RunningChannel(limits, Endpoints.echo());
        FakeClient client = running.connect()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.request("POST", "/echo", new byte[1000]).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void whatEndpointsThrowIsASentenceOrNothingOfIt() throws Exception {
    var unread =
        Endpoints.at(
            "/wire",
            exchange -> WireJson.read("[".getBytes(StandardCharsets.UTF_8), RegisterRequest.class));
    var broken =
        Endpoints.at(
            "/broken",
            _ -> {
              throw new IllegalStateException("a secret");
            });
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, unread, broken);
        FakeClient client = running.connect()) {
      assertThat(client.get("/wire").status()).isEqualTo(400);
      assertThat(client.get("/wire").text()).doesNotContain("\tat ").endsWith("\n");
      FakeResponse failed = client.get("/broken");
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.text()).isEqualTo("this server failed; its log says why\n");
      FakeResponse missing = client.get("/nothing");
      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.text()).isEqualTo("nothing is served here by this method and path\n");
    }
  }
}
