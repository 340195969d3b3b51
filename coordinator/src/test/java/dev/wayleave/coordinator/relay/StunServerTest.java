package dev.wayleave.coordinator.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wayleave.protocol.stun.BindingRequest;
import dev.wayleave.protocol.stun.BindingResponse;
import dev.wayleave.protocol.stun.TransactionId;
import dev.wayleave.testkit.seed.Seed;
import dev.wayleave.testkit.wait.Await;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// STUN over a real socket.
class StunServerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Vertx vertx = Vertx.vertx();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final RandomGenerator random = Seed.printedFor("StunServerTest").generator();
  private final StunServer server =
      new StunServer(vertx, new RelayLimits.Rate(1, 50), meters, () -> 0);
  private DatagramSocket client;
  private int port;

  @BeforeEach
  void start() throws Exception {
    assertThat(server.port()).isEmpty();
    port = listen(LOOPBACK);
    client = new DatagramSocket(0, LOOPBACK);
    client.setSoTimeout(20_000);
  }

  private int listen(InetAddress host) throws Exception {
    return server
        .listen(host, 0)
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void aClientLearnsItsAddress() throws Exception {
    assertThat(server.port()).hasValue(port);
    assertAnswered(LOOPBACK);
  }

  @Test
  void aClientOnIpv6LearnsItsAddress() throws Exception {
    InetAddress six = InetAddress.ofLiteral("::1");
    try (DatagramSocket probe = new DatagramSocket(0, six)) {
      assertThat(probe.isBound()).isTrue();
    }
    port = listen(six);
    client.close();
    client = new DatagramSocket(0, six);
    client.setSoTimeout(20_000);
    assertAnswered(six);
  }

  private void assertAnswered(InetAddress host) throws Exception {
    TransactionId id = TransactionId.random(random);
    send(BindingRequest.ofTailscale(id), host);
    BindingResponse answer = receive();
    assertThat(answer.id()).isEqualTo(id);
    assertThat(answer.address()).isEqualTo(new InetSocketAddress(host, client.getLocalPort()));
  }

  @Test
  void whatIsNotFromTailscaleIsNotAnswered() throws Exception {
    byte[] request = BindingRequest.ofTailscale(TransactionId.random(random));
    byte[] other = request.clone();
    other[24] = 'x';
    send(other, LOOPBACK);
    send(new byte[0], LOOPBACK);
    for (int i = 0; i < 2_000; i++) {
      byte[] garbage = random.nextBoolean() ? request.clone() : new byte[random.nextInt(1400)];
      if (garbage.length == request.length) {
        garbage[random.nextInt(garbage.length)] ^= (byte) (1 + random.nextInt(255));
      } else {
        random.nextBytes(garbage);
      }
      send(garbage, LOOPBACK);
    }
    TransactionId last = TransactionId.random(random);
    client.setSoTimeout(200);
    // A changed id is a request too, but its fingerprint is wrong: so the first answer is the last.
    // In such a flood the kernel loses some datagrams, and perhaps this one too.
    BindingResponse answer =
        Await.value(
            "the server still answers",
            Await.USUAL_LIMIT,
            () -> {
              send(BindingRequest.ofTailscale(last), LOOPBACK);
              return Optional.of(receive());
            });
    assertThat(answer.id()).isEqualTo(last);
  }

  @Test
  void anAddressIsAnsweredOnlySoOften() throws Exception {
    for (int i = 0; i < 60; i++) {
      send(BindingRequest.ofTailscale(TransactionId.random(random)), LOOPBACK);
    }
    for (int i = 0; i < 50; i++) {
      receive();
    }
    client.setSoTimeout(200);
    assertThat(catchThrowable(this::receive)).isInstanceOf(SocketTimeoutException.class);
    assertThat(meters.get("wayleave.stun.requests").tag("outcome", "over-rate").counter().count())
        .isEqualTo(10);
  }

  private void send(byte[] bytes, InetAddress host) throws Exception {
    client.send(new DatagramPacket(bytes, bytes.length, host, port));
  }

  private BindingResponse receive() throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    client.receive(packet);
    return BindingResponse.parse(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
  }
}
