package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.control.ControlPeer;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Decides when a connection has ended: nobody began, nobody is there, nobody needs it, or somebody
/// floods it.
///
/// It stands last among ours in the pipeline and consumes what is about the connection and not
/// about a stream.
final class ConnectionWatch extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(ConnectionWatch.class);
  private static final long FLOOD_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int LOOKS_PER_PERIOD = 4;
  private static final long PING_CONTENT = 0x776179_6c656176L;

  private final ControlPeer peer;
  private final Connections connections;
  private final ChannelLimits limits;
  private final ChannelMeters meters;
  private final Http2FrameCodec codec;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> next;
  private boolean proven;
  private long lastNeededNanos;
  private long lastReadNanos;
  private long pingSentNanos;
  private boolean pinging;
  private long floodWindowNanos;
  private int controlFrames;

  ConnectionWatch(
      ControlPeer peer,
      Connections connections,
      ChannelLimits limits,
      ChannelMeters meters,
      Http2FrameCodec codec) {
    this.peer = peer;
    this.connections = connections;
    this.limits = limits;
    this.meters = meters;
    this.codec = codec;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    connections.opened(this);
    next =
        added
            .executor()
            .schedule(
                () -> drop(added, Limit.HANDSHAKE_DEADLINE, "it did not begin with HTTP/2 in time"),
                limits.handshakeDeadline().toNanos(),
                TimeUnit.NANOSECONDS);
  }

  /// A stream was opened or closed.
  void needed() {
    lastNeededNanos = System.nanoTime();
  }

  @Override
  public void channelRead(ChannelHandlerContext here, Object message) {
    try {
      if (message instanceof Http2SettingsFrame) {
        prove(here);
        countControlFrame(here);
      } else if (message instanceof Http2PingFrame ping && !ping.ack()) {
        countControlFrame(here);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext here) {
    lastReadNanos = System.nanoTime();
    here.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext here, Object event) {
    ReferenceCountUtil.release(event);
  }

  private void prove(ChannelHandlerContext here) {
    if (proven) {
      return;
    }
    proven = true;
    long now = System.nanoTime();
    lastNeededNanos = now;
    lastReadNanos = now;
    cancelNext();
    connections.proven(peer.machineKey(), this);
    long period =
        shortest(limits.idle(), limits.ping(), limits.pingDeadline()).toNanos() / LOOKS_PER_PERIOD;
    // All connections of a loop are looked at in one go: thousands would wake it all the time.
    long first = period - Math.floorMod(now, period);
    next =
        here.executor().scheduleAtFixedRate(() -> look(here), first, period, TimeUnit.NANOSECONDS);
  }

  private static Duration shortest(Duration one, Duration two, Duration three) {
    Duration shorter = one.compareTo(two) < 0 ? one : two;
    return shorter.compareTo(three) < 0 ? shorter : three;
  }

  private void look(ChannelHandlerContext here) {
    long now = System.nanoTime();
    if (codec.connection().numActiveStreams() > 0) {
      lastNeededNanos = now;
    } else if (now - lastNeededNanos > limits.idle().toNanos()) {
      meters.refused(Limit.IDLE);
      end();
      return;
    }
    if (pinging && lastReadNanos - pingSentNanos > 0) {
      pinging = false;
    }
    if (pinging && now - pingSentNanos > limits.pingDeadline().toNanos()) {
      drop(here, Limit.PING_DEADLINE, "it does not answer any more");
    } else if (!pinging && now - lastReadNanos > limits.ping().toNanos()) {
      pinging = true;
      pingSentNanos = now;
      Unawaited.writeAndFlush(here, new DefaultHttp2PingFrame(PING_CONTENT));
    }
  }

  private void countControlFrame(ChannelHandlerContext here) {
    long now = System.nanoTime();
    if (now - floodWindowNanos > FLOOD_WINDOW_NANOS) {
      floodWindowNanos = now;
      controlFrames = 0;
    }
    controlFrames++;
    // Once: what came in the same read is still counted while the connection closes.
    if (controlFrames == limits.controlFrames() + 1) {
      drop(here, Limit.CONTROL_FRAMES, "it floods us with PING or SETTINGS");
    }
  }

  /// Ends the connection in order: the client hears of it, and what it still sends is not read.
  void end() {
    ChannelHandlerContext here = context;
    if (here != null) {
      here.executor()
          .execute(() ->
              goAway(here).addListener((ChannelFutureListener) _ -> Unawaited.close(below(here))));
    }
  }

  /// Says that no further request will be answered here, and leaves the open ones alone.
  void goAway() {
    ChannelHandlerContext here = context;
    if (here != null) {
      here.executor().execute(() -> goAway(here).addListener(_ -> {}));
    }
  }

  /// Closes the connection at once.
  void cut() {
    ChannelHandlerContext here = context;
    if (here != null) {
      here.executor().execute(() -> drop(here, "this server stops"));
    }
  }

  private static ChannelFuture goAway(ChannelHandlerContext here) {
    return here.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
  }

  private void drop(ChannelHandlerContext here, Limit limit, String because) {
    meters.refused(limit);
    drop(here, because);
  }

  private void drop(ChannelHandlerContext here, String because) {
    LOG.debugf(
        "The connection of %s at %s is closed: %s.", peer.machineKey(), peer.address(), because);
    Unawaited.close(below(here));
  }

  /// Where closing is just that: from above, HTTP/2 would first wait for its streams. A channel
  /// that is closed already has no handlers left.
  private static ChannelOutboundInvoker below(ChannelHandlerContext here) {
    ChannelHandlerContext noise = here.pipeline().context(NoiseCodec.class);
    return noise == null ? here.channel() : noise;
  }

  @Override
  public void channelInactive(ChannelHandlerContext here) {
    closed();
    here.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext here) {
    closed();
  }

  private void closed() {
    cancelNext();
    connections.closed(peer.machineKey(), this);
  }

  private void cancelNext() {
    ScheduledFuture<?> scheduled = next;
    if (scheduled != null) {
      scheduled.cancel(false);
      next = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
    LOG.debugf(
        "The connection of %s at %s fails: %s.",
        peer.machineKey(), peer.address(), cause.getMessage());
    if (cause instanceof Http2Exception) {
      meters.refused(Limit.HTTP2);
    }
    // After what HTTP/2 has to say to it: a connection error ends with GOAWAY.
    here.executor().execute(() -> Unawaited.close(below(here)));
  }
}
