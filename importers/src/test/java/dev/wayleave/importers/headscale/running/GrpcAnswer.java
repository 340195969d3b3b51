package dev.wayleave.importers.headscale.running;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// Answers a call as a server of gRPC does; it minds the windows that the client gives.
///
/// @param status the last word
/// @param resets whether it breaks off before that
record GrpcAnswer(String method, ByteBuffer message, String status, boolean resets)
    implements HandServer.Answer {

  @Override
  public void to(SocketChannel client) throws IOException {
    EmbeddedChannel http =
        new EmbeddedChannel(
            Http2FrameCodecBuilder.forServer().gracefulShutdownTimeoutMillis(0).build(),
            new Handler());
    try {
      while (true) {
        for (ByteBuf out = http.readOutbound(); out != null; out = http.readOutbound()) {
          HandServer.write(client, out.nioBuffer());
          out.release();
        }
        ByteBuffer in = HandServer.read(client);
        if (!in.hasRemaining()) {
          return;
        }
        http.writeInbound(Unpooled.wrappedBuffer(in));
      }
    } catch (Exception e) {
      // What comes after a broken answer is no HTTP/2 any more, which Netty throws undeclared.
      if ((Throwable) e instanceof Http2Exception) {
        throw new IOException(e);
      }
      throw e;
    } finally {
      http.finishAndReleaseAll();
    }
  }

  private final class Handler extends ChannelInboundHandlerAdapter {
    private boolean known;

    @Override
    public void channelRead(ChannelHandlerContext http, Object frame) {
      if (frame instanceof Http2HeadersFrame asked) {
        known = method.contentEquals(asked.headers().path());
      } else if (frame instanceof Http2DataFrame asked && asked.isEndStream()) {
        answer(http, asked.stream());
      }
      ReferenceCountUtil.release(frame);
    }

    private void answer(ChannelHandlerContext http, Http2FrameStream stream) {
      DefaultHttp2Headers head = new DefaultHttp2Headers();
      head.status("200").add("content-type", "application/grpc");
      var _ = http.write(new DefaultHttp2HeadersFrame(head).stream(stream));
      if (resets) {
        var _ =
            http.writeAndFlush(
                new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR).stream(stream));
        return;
      }
      ByteBuf data =
          Unpooled.buffer()
              .writeByte(0)
              .writeInt(message.remaining())
              .writeBytes(message.duplicate());
      var _ = http.write(new DefaultHttp2DataFrame(data).stream(stream));
      DefaultHttp2Headers last = new DefaultHttp2Headers();
      last.add("grpc-status", known ? status : "12").add("grpc-message", "said by the server");
      var _ = http.writeAndFlush(new DefaultHttp2HeadersFrame(last, true).stream(stream));
    }
  }

  static byte[] text(int field, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return field(field, bytes);
  }

  /// A field with a length, in the encoding of Protocol Buffers.
  static byte[] field(int number, byte[] bytes) {
    ByteBuf out = Unpooled.buffer();
    varint(out, (number << 3) | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
    byte[] field = new byte[out.readableBytes()];
    out.readBytes(field);
    return field;
  }

  private static void varint(ByteBuf out, int value) {
    int left = value;
    while (left > 0x7f) {
      out.writeByte((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.writeByte(left);
  }
}
