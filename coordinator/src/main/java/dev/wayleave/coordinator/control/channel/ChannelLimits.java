package dev.wayleave.coordinator.control.channel;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// What strangers can make the transport hold or do at most.
///
/// Read from `wayleave.control.*`; docs/limits.md has the table.
///
/// @param connections of all clients
/// @param connectionsPerMachine of one machine key; the oldest is closed for a new one, since a
///   client that changed networks leaves connections behind that it cannot close
/// @param handshakesAtOnce computed at the same time
/// @param handshakesWaiting for that; more are refused before the upgrade
/// @param handshakeDeadline from the upgrade to the client's first frames of HTTP/2
/// @param handshakesPerAddress that one source address may make in a burst
/// @param handshakesPerAddressSecond that it may make again each second
/// @param streams open at once on one connection
/// @param headerBytes of one request
/// @param bodyBytes of one request
/// @param bodyBytesPerConnection of all requests on one connection that are not answered
/// @param bodyBytesTotal the same of all connections
/// @param bodyDeadline from a request's headers to its end
/// @param writeDeadline for bytes that the client does not take
/// @param idle for connections without open streams
/// @param ping silence after which a client is asked whether it is there
/// @param pingDeadline for its answer
/// @param controlFrames PING and SETTINGS of one client in ten seconds
/// @param resets of streams by one client in thirty seconds
/// @param shutdown how long clients have between GOAWAY and the end
public record ChannelLimits(
    int connections,
    int connectionsPerMachine,
    int handshakesAtOnce,
    int handshakesWaiting,
    Duration handshakeDeadline,
    int handshakesPerAddress,
    int handshakesPerAddressSecond,
    int streams,
    int headerBytes,
    int bodyBytes,
    long bodyBytesPerConnection,
    long bodyBytesTotal,
    Duration bodyDeadline,
    Duration writeDeadline,
    Duration idle,
    Duration ping,
    Duration pingDeadline,
    int controlFrames,
    int resets,
    Duration shutdown) {
  public static final ChannelLimits DEFAULT =
      new ChannelLimits(
          20_000,
          16,
          Runtime.getRuntime().availableProcessors(),
          2_000,
          Duration.ofSeconds(10),
          5_000,
          100,
          256,
          16 << 10,
          1 << 20,
          8 << 20,
          64 << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          200,
          300,
          Duration.ofSeconds(1));

  /// What Go's HTTP/2 client wants before it opens a second connection, and then some.
  private static final int FEWEST_STREAMS = 100;

  public ChannelLimits {
    if (streams < FEWEST_STREAMS) {
      throw new IllegalArgumentException(
          "wayleave.control.streams is %d; clients hold long requests open, so at least %d"
              .formatted(streams, FEWEST_STREAMS));
    }
    if (bodyBytesPerConnection < bodyBytes || bodyBytesTotal < bodyBytesPerConnection) {
      throw new IllegalArgumentException(
          "wayleave.control.body-bytes, .body-bytes-per-connection and .body-bytes-total must grow"
              + " in this order");
    }
  }

  /// The defaults under what is configured.
  public static ChannelLimits of(Config config) {
    Properties read = new Properties(config);
    return new ChannelLimits(
        read.number("connections", DEFAULT.connections),
        read.number("connections-per-machine", DEFAULT.connectionsPerMachine),
        read.number("handshakes-at-once", DEFAULT.handshakesAtOnce),
        read.number("handshakes-waiting", DEFAULT.handshakesWaiting),
        read.duration("handshake-deadline", DEFAULT.handshakeDeadline),
        read.number("handshakes-per-address", DEFAULT.handshakesPerAddress),
        read.number("handshakes-per-address-second", DEFAULT.handshakesPerAddressSecond),
        read.number("streams", DEFAULT.streams),
        read.number("header-bytes", DEFAULT.headerBytes),
        read.number("body-bytes", DEFAULT.bodyBytes),
        read.bytes("body-bytes-per-connection", DEFAULT.bodyBytesPerConnection),
        read.bytes("body-bytes-total", DEFAULT.bodyBytesTotal),
        read.duration("body-deadline", DEFAULT.bodyDeadline),
        read.duration("write-deadline", DEFAULT.writeDeadline),
        read.duration("idle", DEFAULT.idle),
        read.duration("ping", DEFAULT.ping),
        read.duration("ping-deadline", DEFAULT.pingDeadline),
        read.number("control-frames", DEFAULT.controlFrames),
        read.number("resets", DEFAULT.resets),
        read.duration("shutdown", DEFAULT.shutdown));
  }

  private record Properties(Config config) {
    private static final String PREFIX = "wayleave.control.";

    int number(String name, int otherwise) {
      int value = config.getOptionalValue(PREFIX + name, Integer.class).orElse(otherwise);
      check(name, value > 0);
      return value;
    }

    long bytes(String name, long otherwise) {
      long value = config.getOptionalValue(PREFIX + name, Long.class).orElse(otherwise);
      check(name, value > 0);
      return value;
    }

    Duration duration(String name, Duration otherwise) {
      Duration value = config.getOptionalValue(PREFIX + name, Duration.class).orElse(otherwise);
      check(name, value.isPositive());
      return value;
    }

    private static void check(String name, boolean positive) {
      if (!positive) {
        throw new IllegalArgumentException(PREFIX + name + " must be greater than zero");
      }
    }
  }
}
