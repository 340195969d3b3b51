package dev.wayleave.testkit.client;

import dev.wayleave.protocol.control.EarlyPayload;
import dev.wayleave.protocol.control.Preamble;
import dev.wayleave.protocol.noise.Answer;
import dev.wayleave.protocol.noise.AwaitingResponse;
import dev.wayleave.protocol.noise.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Reads what comes after the 101: the answer to the handshake, a preamble, HTTP/2.
final class ClientHandshake extends ByteToMessageDecoder {
  /// What is known once the server's settings have come.
  record Ready(Session session, Optional<EarlyPayload> early) {}

  /// What a Go client lets the server send before it reads.
  private static final int STREAM_WINDOW = 4 << 20;

  private final AwaitingResponse handshake;
  private final int streamWindow;
  private final CompletableFuture<Ready> ready;

  ClientHandshake(AwaitingResponse handshake, int streamWindow, CompletableFuture<Ready> ready) {
    this.handshake = handshake;
    this.streamWindow = streamWindow == 0 ? STREAM_WINDOW : streamWindow;
    this.ready = ready;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    ByteBuffer bytes = in.nioBuffer();
    int start = bytes.position();
    Optional<Answer> answer = Answer.read(bytes);
    if (answer.isEmpty()) {
      return;
    }
    in.skipBytes(bytes.position() - start);
    Session session = handshake.end(answer.get());
    ChannelPipeline pipeline = context.pipeline();
    PreambleReader preamble = new PreambleReader();
    pipeline.addLast("noise", new NoiseBytes(session));
    pipeline.addLast("preamble", preamble);
    pipeline.addLast(
        "http2",
        Http2FrameCodecBuilder.forClient()
            .initialSettings(
                Http2Settings.defaultSettings().pushEnabled(false).initialWindowSize(streamWindow))
            .gracefulShutdownTimeoutMillis(0)
            .build());
    pipeline.addLast("streams", new Http2MultiplexHandler(new NoPush()));
    pipeline.addLast("settings", new AwaitSettings(session, preamble));
    context.flush();
    pipeline.remove(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    ready.completeExceptionally(new IOException("the server closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ready.completeExceptionally(cause.getCause() == null ? cause : cause.getCause());
    var _ = context.close();
  }

  private static final class NoPush extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      var _ = stream.close();
    }
  }

  /// Takes an early payload off the front of what the server sends.
  private static final class PreambleReader extends ByteToMessageDecoder {
    private Optional<EarlyPayload> early = Optional.empty();

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
        throws Exception {
      ByteBuffer bytes = in.nioBuffer();
      int start = bytes.position();
      Optional<Preamble> preamble = Preamble.read(bytes);
      if (preamble.isEmpty()) {
        return;
      }
      in.skipBytes(bytes.position() - start);
      if (preamble.get() instanceof EarlyPayload payload) {
        early = Optional.of(payload);
      }
      context.pipeline().remove(this);
    }
  }

  /// Says that the connection is ready when the server's settings are there.
  private final class AwaitSettings extends ChannelInboundHandlerAdapter {
    private final Session session;
    private final PreambleReader preamble;

    private AwaitSettings(Session session, PreambleReader preamble) {
      this.session = session;
      this.preamble = preamble;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2SettingsFrame) {
        ready.complete(new Ready(session, preamble.early));
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      session.close();
      ready.completeExceptionally(new IOException("the server closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ready.completeExceptionally(cause);
      var _ = context.close();
    }
  }
}
