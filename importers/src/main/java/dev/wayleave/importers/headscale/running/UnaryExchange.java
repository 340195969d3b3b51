package dev.wayleave.importers.headscale.running;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The one stream of a call: headers and a message out, headers, messages and a status back.
final class UnaryExchange extends Http2ChannelDuplexHandler {
  private static final String OK = "0";

  private final int maxBytes;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private @Nullable ChannelHandlerContext context;
  private @Nullable String status;
  private boolean over;

  /// @param maxBytes how long the answer may be
  UnaryExchange(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  protected void handlerAdded0(ChannelHandlerContext added) {
    context = added;
  }

  void begin(String method, ByteBuf question) {
    ChannelHandlerContext http = context;
    if (http == null) {
      throw new AssertionError("a handler is added to its channel before it is used");
    }
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme("http")
            .path(method)
            .authority("localhost")
            .add("content-type", "application/grpc")
            .add("te", "trailers");
    Http2FrameStream stream = newStream();
    // The channel hands on at once what is written, and throws what hinders it.
    var _ = http.write(new DefaultHttp2HeadersFrame(headers).stream(stream));
    var _ = http.writeAndFlush(new DefaultHttp2DataFrame(question, true).stream(stream));
  }

  @Override
  public void channelRead(ChannelHandlerContext http, Object frame) throws IOException {
    try {
      switch (frame) {
        case Http2HeadersFrame headers -> headers(headers);
        case Http2DataFrame part -> data(http, part);
        case Http2ResetFrame _, Http2GoAwayFrame _ ->
            throw new EOFException("the server broke off");
        // Settings, pings and windows are the codec's affair.
        default -> {}
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  /// What comes first tells of HTTP, what comes last of gRPC; a refusal may be both at once.
  private void headers(Http2HeadersFrame frame) throws IOException {
    CharSequence http = frame.headers().status();
    if (http != null && !http.toString().equals("200")) {
      throw new IOException("the answer is of status " + http);
    }
    CharSequence grpc = frame.headers().get("grpc-status");
    status = grpc == null ? status : grpc.toString();
    over |= frame.isEndStream();
  }

  private void data(ChannelHandlerContext http, Http2DataFrame part) throws IOException {
    ByteBuf content = part.content();
    if (data.size() + content.readableBytes() > maxBytes) {
      throw new IOException("the answer is longer than " + maxBytes + " bytes");
    }
    content.readBytes(data, content.readableBytes());
    var _ =
        http.writeAndFlush(
            new DefaultHttp2WindowUpdateFrame(part.initialFlowControlledBytes())
                .stream(part.stream()));
    over |= part.isEndStream();
  }

  boolean isOver() {
    return over;
  }

  /// All that came, once it is over.
  ByteBuffer answer() throws GrpcStatusException {
    if (!OK.equals(status)) {
      throw new GrpcStatusException(status);
    }
    return ByteBuffer.wrap(data.toByteArray());
  }
}
