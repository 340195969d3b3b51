package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.protocol.noise.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/// What a connection is made of, from the socket inwards: records, frames of HTTP/2, streams, and
/// the watch over it all.
final class ConnectionPipeline {
  private static final int RESET_WINDOW_SECONDS = 30;

  /// Frames without content that may follow each other in one stream: none makes sense.
  private static final int EMPTY_FRAMES = 2;

  /// Answers to PING, SETTINGS and resets that wait for a client which does not read.
  private static final int QUEUED_CONTROL_FRAMES = 1_000;

  /// How long an inner close may wait for streams; the watch closes beneath it.
  private static final long INNER_CLOSE_MILLIS = 1_000;

  /// How long a refused client has to read why.
  private static final long REFUSED_SECONDS = 5;

  private final Dispatcher dispatcher;
  private final Connections connections;
  private final ChannelLimits limits;
  private final BodyBudget bodies;
  private final ChannelMeters meters;

  ConnectionPipeline(
      Dispatcher dispatcher, Connections connections, ChannelLimits limits, ChannelMeters meters) {
    this.meters = meters;
    this.dispatcher = dispatcher;
    this.connections = connections;
    this.limits = limits;
    this.bodies = new BodyBudget(limits.bodyBytesTotal());
  }

  /// The recipe; on the event loop.
  void build(
      Takeover.Handlers handlers,
      ControlPeer peer,
      Handshakes.Outcome.Accepted accepted,
      boolean early) {
    Http2FrameCodec codec = codec();
    ConnectionWatch watch = new ConnectionWatch(peer, connections, limits, meters, codec);
    BodyBudget.Share budget = bodies.new Share(limits.bodyBytesPerConnection());

    // In the clear, so before there is a handler that seals.
    var _ = handlers.write(accepted.answered().response().toBytes());
    handlers.add("noise", new NoiseCodec(accepted.answered().session()));
    // The first bytes inside: HTTP/2 writes its settings as soon as it is there.
    if (early) {
      var _ = handlers.write(accepted.early().toBytes());
    }
    handlers.add("http2", codec);
    handlers.add("streams", new Http2MultiplexHandler(streams(peer, budget, watch)));
    handlers.add("watch", watch);
    // All of it in one write to the socket.
    handlers.flush();
  }

  private Http2FrameCodec codec() {
    return Http2FrameCodecBuilder.forServer()
        .initialSettings(
            Http2Settings.defaultSettings()
                .maxConcurrentStreams(limits.streams())
                .maxHeaderListSize(limits.headerBytes()))
        .validateHeaders(true)
        // "Rapid reset", CVE-2023-44487, and its twin that makes the server reset.
        .decoderEnforceMaxRstFramesPerWindow(limits.resets(), RESET_WINDOW_SECONDS)
        .encoderEnforceMaxRstFramesPerWindow(limits.resets(), RESET_WINDOW_SECONDS)
        .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_FRAMES)
        .encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES)
        .gracefulShutdownTimeoutMillis(INNER_CLOSE_MILLIS)
        .flushPreface(false)
        .build();
  }

  private ChannelInitializer<Channel> streams(
      ControlPeer peer, BodyBudget.Share budget, ConnectionWatch watch) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel stream) {
        stream
            .pipeline()
            .addLast(new RequestStream(peer, dispatcher, limits, meters, budget, watch));
      }
    };
  }

  /// Tells the client why not and closes once that is sent.
  void refuse(Takeover.Handlers handlers, Refusal refusal) {
    handlers.add("deaf", new Deaf());
    Channel channel = handlers.pipeline().channel();
    handlers.write(refusal.toBytes()).addListener(ChannelFutureListener.CLOSE);
    handlers.flush();
    var late =
        channel
            .eventLoop()
            .schedule(() -> Unawaited.close(channel), REFUSED_SECONDS, TimeUnit.SECONDS);
    channel.closeFuture().addListener(_ -> late.cancel(false));
  }

  /// Ignores whatever still comes.
  private static final class Deaf extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }

  /// What the bodies of requests leave of what they may take.
  long bodyBytesLeft() {
    return bodies.left();
  }
}
