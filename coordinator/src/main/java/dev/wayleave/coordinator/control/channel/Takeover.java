package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.door.Visitor;
import dev.wayleave.protocol.control.Upgrade;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes the connection of an HTTP/1.1 request away from Vert.x, whose public way (`toNetSocket`)
/// allows `CONNECT` and `GET` only.
///
/// All that depends on internals of Vert.x 4.5 is here: that the connection is an
/// `Http1xServerConnection`, and the names of handlers in its pipeline. Its last handler stays and
/// is given nothing to read: to Vert.x and to Quarkus this is a connection whose last request was
/// answered, so that neither waits for it when the server stops, and its close is counted.
final class Takeover {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final AttributeKey<Boolean> TAKEN = AttributeKey.valueOf(Takeover.class, "taken");
  private static final String HTTP_DECODER = "httpDecoder";
  private static final String LAST = "handler";

  /// What Vert.x puts around its HTTP. Of these, `idle` would end long polls, which are silent for
  /// longer than Quarkus lets a connection be.
  private static final List<String> BESIDE_HTTP =
      List.of("httpEncoder", "inflater", "deflater", "chunkedWriter", "idle", "h2c");

  /// RFC 6455 §1.3.
  private static final String WEB_SOCKET_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int WEB_SOCKET_KEY_LENGTH = 24;
  private static final int WEB_SOCKET_FRAME = 64 << 10;

  private final HttpServerRequest request;
  private final Http1xServerConnection connection;

  private Takeover(HttpServerRequest request, Http1xServerConnection connection) {
    this.request = request;
    this.connection = connection;
  }

  /// The headers of the answer, and what the connection carries afterwards.
  ///
  /// @param early whether the first bytes inside Noise may be an early payload: a browser's client
  ///   is sent none by the reference server
  record Switch(Map<String, String> headers, boolean webSocket, boolean early) {}

  /// Nothing where the request did not come over HTTP/1.
  static Optional<Takeover> of(HttpServerRequest request) {
    return request.connection() instanceof Http1xServerConnection connection
        ? Optional.of(new Takeover(request, connection))
        : Optional.empty();
  }

  Channel channel() {
    return connection.channel();
  }

  /// What to answer.
  ///
  /// @throws IllegalArgumentException with a sentence where a WebSocket is asked for wrongly
  Switch answer(Upgrade upgrade) {
    return switch (upgrade) {
      case Upgrade.ToStream _ ->
          new Switch(
              Map.of("Upgrade", Upgrade.PROTOCOL, "Connection", Upgrade.CONNECTION), false, true);
      case Upgrade.ToWebSocket _ ->
          new Switch(
              Map.of(
                  "Upgrade",
                  "websocket",
                  "Connection",
                  "Upgrade",
                  "Sec-WebSocket-Accept",
                  accept(request),
                  "Sec-WebSocket-Protocol",
                  Upgrade.PROTOCOL),
              true,
              false);
    };
  }

  private static String accept(HttpServerRequest request) {
    @Nullable String key = request.getHeader("Sec-WebSocket-Key");
    if (key == null || key.length() != WEB_SOCKET_KEY_LENGTH) {
      throw new IllegalArgumentException("the WebSocket needs its key in Sec-WebSocket-Key");
    }
    if (!"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
      throw new IllegalArgumentException("the WebSocket must be of version 13");
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + WEB_SOCKET_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform must provide SHA-1", e);
    }
  }

  /// Answers 101 and hands over the pipeline, on the event loop.
  void take(Switch answer, Consumer<Handlers> then) {
    if (channel().hasAttr(TAKEN)) {
      // A second upgrade that was sent right behind the first.
      Unawaited.close(channel());
      return;
    }
    channel().attr(TAKEN).set(true);
    ChannelPipeline pipeline = channel().pipeline();
    // It would answer an offer of compression, which the protocol wants off.
    remove(pipeline, pipeline.get(WebSocketServerExtensionHandler.class));
    HttpServerResponse response = request.response().setStatusCode(SWITCHING_PROTOCOLS);
    answer.headers().forEach(response::putHeader);
    // RFC 9110 §8.6 forbids the length in a 101; Vert.x sets one for every answer that ends.
    response.headersEndHandler(_ -> response.headers().remove(HttpHeaders.CONTENT_LENGTH));
    response
        .end()
        .onSuccess(_ -> handOver(pipeline, answer, then))
        .onFailure(_ -> Unawaited.close(channel()));
  }

  private static void handOver(ChannelPipeline pipeline, Switch answer, Consumer<Handlers> then) {
    if (!pipeline.channel().isActive()) {
      return;
    }
    for (String name : BESIDE_HTTP) {
      remove(pipeline, pipeline.get(name));
    }
    Visitor.leave(pipeline.channel());
    Handlers handlers = new Handlers(pipeline);
    if (answer.webSocket()) {
      handlers.add("websocket-decoder", new WebSocket13FrameDecoder(true, false, WEB_SOCKET_FRAME));
      handlers.add("websocket-encoder", new WebSocket13FrameEncoder(false));
      handlers.add("websocket-bytes", new WebSocketBytes());
    }
    then.accept(handlers);
    // Last, because it hands on what it has read too far: that is for our handlers.
    pipeline.remove(HTTP_DECODER);
  }

  private static void remove(ChannelPipeline pipeline, @Nullable ChannelHandler handler) {
    if (handler != null) {
      pipeline.remove(handler);
    }
  }

  /// Where our handlers are added, from the socket inwards.
  record Handlers(ChannelPipeline pipeline) {
    Handlers add(String name, ChannelHandler handler) {
      pipeline.addBefore(LAST, name, handler);
      return this;
    }

    /// Writes bytes to the innermost of our handlers, for the next flush.
    ChannelFuture write(byte[] bytes) {
      return pipeline.context(LAST).write(Unpooled.wrappedBuffer(bytes));
    }

    void flush() {
      pipeline.context(LAST).flush();
    }
  }
}
