package dev.wayleave.importers.headscale.running;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/// One gRPC call with an empty question over a fresh HTTP/2 connection.
///
/// Netty speaks HTTP/2 here in a channel that only turns frames into bytes and back: it knows unix
/// sockets only by native code, and the JDK has them.
final class UnaryCall {
  private static final int CHUNK_BYTES = 1 << 14;

  /// Before each message of gRPC: whether it is compressed (1 byte), and its length (4 bytes).
  private static final int MESSAGE_HEADER = 1 + 4;

  private final ByteChannel channel;
  private final int maxBytes;

  /// @param maxBytes how long an answer may be
  UnaryCall(ByteChannel channel, int maxBytes) {
    this.channel = channel;
    this.maxBytes = maxBytes;
  }

  /// Asks a method, for example `/headscale.v1.HeadscaleService/ListNodes`, and gives the message
  /// of the answer.
  ///
  /// @throws GrpcStatusException where the server answers that it does not
  ByteBuffer ask(String method) throws IOException {
    UnaryExchange exchange = new UnaryExchange(maxBytes);
    EmbeddedChannel http =
        new EmbeddedChannel(
            Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
                .gracefulShutdownTimeoutMillis(0)
                .build(),
            exchange);
    try {
      exchange.begin(method, Unpooled.wrappedBuffer(new byte[MESSAGE_HEADER]));
      send(http);
      while (!exchange.isOver()) {
        http.writeInbound(Unpooled.wrappedBuffer(read()));
        send(http);
      }
      return message(exchange.answer());
    } catch (Exception e) {
      // The channel hands on whatever a handler throws, also what it does not declare.
      throw http2(e) ? new IOException("the answer is no HTTP/2", e) : rethrown(e);
    } finally {
      http.finishAndReleaseAll();
    }
  }

  private static boolean http2(Throwable e) {
    return e instanceof Http2Exception;
  }

  private static IOException rethrown(Exception e) {
    return switch (e) {
      case IOException io -> io;
      case RuntimeException bug -> throw bug;
      default -> new IOException(e);
    };
  }

  private void send(EmbeddedChannel http) throws IOException {
    for (ByteBuf out = http.readOutbound(); out != null; out = http.readOutbound()) {
      try {
        ByteBuffer bytes = out.nioBuffer();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } finally {
        out.release();
      }
    }
  }

  private ByteBuffer read() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    if (channel.read(chunk) < 0) {
      throw new EOFException("the server ended the connection");
    }
    return chunk.flip();
  }

  private static ByteBuffer message(ByteBuffer data) throws IOException {
    if (data.remaining() < MESSAGE_HEADER) {
      throw new EOFException("the answer holds no message");
    }
    boolean compressed = data.get() != 0;
    int length = data.getInt();
    if (compressed || length != data.remaining()) {
      throw new IOException("the answer is not one plain message");
    }
    return data.slice();
  }
}
