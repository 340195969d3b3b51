package dev.wayleave.protocol.control;

import dev.wayleave.protocol.control.ControlException.Reason;
import dev.wayleave.protocol.noise.Initiation;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A request that turns its HTTP connection into a Noise one.
public sealed interface Upgrade {
  /// The first message of the handshake, which the request carries to save a round trip.
  Initiation initiation();

  /// The request of a native client: after the answer 101 the connection carries raw frames.
  record ToStream(Initiation initiation) implements Upgrade {}

  /// The request of a browser: binary WebSocket messages carry the same bytes, and where one
  /// message ends means nothing. Compression is off, any origin may ask.
  record ToWebSocket(Initiation initiation) implements Upgrade {}

  /// The path of both.
  String PATH = "/ts2021";

  /// The name of the protocol: value of `Upgrade` in request and answer, and subprotocol of a
  /// WebSocket. The client compares the answer's byte by byte.
  String PROTOCOL = "tailscale-control-protocol";

  /// The header of the handshake, and in a WebSocket's URL the query parameter: a browser cannot
  /// set headers.
  String HANDSHAKE = "X-Tailscale-Handshake";

  /// The value of `Connection` in the answer.
  String CONNECTION = "upgrade";

  /// What of a request matters here, as an HTTP server hands it over; null is what is not there.
  ///
  /// @param upgrade the header `Upgrade`
  /// @param handshakeHeader the header [#HANDSHAKE]
  /// @param webSocketProtocols the header `Sec-WebSocket-Protocol`
  /// @param handshakeParameter the query parameter [#HANDSHAKE], percent-decoded
  record Request(
      @Nullable String upgrade,
      @Nullable String handshakeHeader,
      @Nullable String webSocketProtocols,
      @Nullable String handshakeParameter) {}

  /// Reads a request to [#PATH]; a refusal is answered with 400 and the message of the exception.
  static Upgrade parse(Request request) throws ControlException {
    String protocol = orEmpty(request.upgrade).strip().toLowerCase(Locale.ROOT);
    return switch (protocol) {
      case "" ->
          throw new ControlException(
              Reason.NO_UPGRADE, "the request has no Upgrade header; this path is for clients");
      case PROTOCOL -> new ToStream(HandshakeText.parse(request.handshakeHeader));
      case "websocket" -> {
        requireSubprotocol(orEmpty(request.webSocketProtocols));
        yield new ToWebSocket(HandshakeText.parse(request.handshakeParameter));
      }
      default ->
          throw new ControlException(
              Reason.UNKNOWN_PROTOCOL, "the Upgrade header names a protocol not spoken here");
    };
  }

  private static String orEmpty(@Nullable String header) {
    return header == null ? "" : header;
  }

  private static void requireSubprotocol(String offered) throws ControlException {
    if (Arrays.stream(offered.split(",", -1)).map(String::strip).noneMatch(PROTOCOL::equals)) {
      throw new ControlException(
          Reason.UNKNOWN_PROTOCOL, "the WebSocket must offer the subprotocol " + PROTOCOL);
    }
  }
}
