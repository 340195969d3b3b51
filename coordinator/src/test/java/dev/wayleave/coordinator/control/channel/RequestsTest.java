package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.control.WhoAmI;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeResponse;
import dev.wayleave.testkit.leak.NoLeaks;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RequestsTest {
  @Test
  void aClientUpgradesAndIsAnswered() throws Exception {
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, Endpoints.echo());
        FakeClient client = running.connect()) {
      byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
      FakeResponse answer = client.request("POST", "/echo?a=b", body);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(body);
      assertThat(answer.headers())
          .containsEntry("x-method", "POST")
          .containsEntry("x-query", "a=b");
      assertThat(client.early()).isPresent();
      assertThat(client.upgradeAnswer().lines().sorted())
          .containsExactlyInAnyOrder(
              "HTTP/1.1 101 Switching Protocols",
              "Upgrade: tailscale-control-protocol",
              "Connection: upgrade");
    }
  }

  @Test
  void aGetRequestMayHaveABody() throws Exception {
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, Endpoints.echo());
        FakeClient client = running.connect()) {
      byte[] body = new byte[200_000];
      assertThat(client.request("GET", "/echo", body).body()).isEqualTo(body);
    }
  }

  @Test
  void aMachineIsToldWhoItIs() throws Exception {
    MachinePrivateKey machine = RunningChannel.newKey();
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, new WhoAmI());
        FakeClient client = running.connect(machine)) {
      assertThat(client.get("/machine/whoami").text())
          .isEqualTo(
              "machine " + machine.publicKey() + ", capability version 142, from 127.0.0.1\n");
    }
  }

  @Test
  void aBrowserConnectsWithAWebSocketFromAnyOriginAndWithoutCompression() throws Exception {
    try (RunningChannel running = new RunningChannel(ChannelLimits.DEFAULT, Endpoints.echo())) {
      FakeClient.Connecting to = running.connecting();
      var browser =
          new FakeClient.Connecting(
              to.host(), to.port(), to.server(), to.machine(), to.version(), true, 0);
      try (FakeClient client = FakeClient.connect(browser)) {
        byte[] body = new byte[300_000];
        assertThat(client.request("POST", "/echo", body).body()).isEqualTo(body);
        assertThat(client.early()).isEmpty();
        assertThat(client.upgradeAnswer())
            .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            .contains("Sec-WebSocket-Protocol: tailscale-control-protocol")
            .doesNotContain("permessage-deflate");
      }
    }
  }
}
