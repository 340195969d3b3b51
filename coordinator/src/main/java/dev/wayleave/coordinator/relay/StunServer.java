package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.stun.BindingRequest;
import dev.wayleave.protocol.stun.BindingResponse;
import dev.wayleave.protocol.stun.StunException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Tells nodes from which address their datagrams come.
///
/// It answers what looks like a Tailscale client and nothing else, with about as many bytes as it
/// was asked with: so it is of no use to who wants to flood somebody from here.
public final class StunServer {
  private final Vertx vertx;
  private final SourceRate rate;
  private final Counter answered;
  private final Counter ignored;
  private final Counter overRate;
  private volatile @Nullable DatagramSocket socket;

  public StunServer(
      Vertx vertx, RelayLimits.Rate rate, MeterRegistry registry, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.rate = new SourceRate(rate, nanoTime);
    this.answered = registry.counter("wayleave.stun.requests", "outcome", "answered");
    this.ignored = registry.counter("wayleave.stun.requests", "outcome", "not-tailscale");
    this.overRate = registry.counter("wayleave.stun.requests", "outcome", "over-rate");
  }

  /// Begins to listen.
  ///
  /// @return the port, once it does; fails where it cannot
  public Future<Integer> listen(InetAddress host, int port) {
    boolean ipv6 = host.getAddress().length > Integer.BYTES;
    DatagramSocket opened = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(ipv6));
    // A send may fail where a network is gone; the next request is answered again.
    opened.exceptionHandler(_ -> {});
    opened.handler(packet -> answer(opened, packet));
    return opened
        .listen(port, host.getHostAddress())
        .map(listening -> {
          socket = listening;
          return listening.localAddress().port();
        });
  }

  /// Where it listens, if it does.
  public OptionalInt port() {
    DatagramSocket listening = socket;
    return listening == null
        ? OptionalInt.empty()
        : OptionalInt.of(listening.localAddress().port());
  }

  public void close() {
    DatagramSocket listening = socket;
    socket = null;
    if (listening != null) {
      listening.close();
    }
  }

  private void answer(DatagramSocket from, DatagramPacket packet) {
    InetAddress source = Sources.of(packet.sender());
    BindingRequest request;
    try {
      request = BindingRequest.parse(ByteBuffer.wrap(packet.data().getBytes()));
    } catch (StunException e) {
      ignored.increment();
      return;
    }
    if (!request.isFromTailscale()) {
      ignored.increment();
    } else if (!rate.allows(source)) {
      overRate.increment();
    } else {
      answered.increment();
      InetSocketAddress seen = new InetSocketAddress(source, packet.sender().port());
      byte[] response = new BindingResponse(request.id(), seen).toBytes();
      from.send(Buffer.buffer(response), packet.sender().port(), source.getHostAddress());
    }
  }
}
