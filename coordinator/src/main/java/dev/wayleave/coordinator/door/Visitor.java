package dev.wayleave.coordinator.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection of plain HTTP: it is closed where the head of a request is not there in time.
///
/// A head that drips byte by byte is never idle, so a time-out of silence does not end it, and its
/// limit of size only after hours ("slow loris"). While a request is being answered nothing is
/// asked of the client here; what it leaves idle between two requests the server's own time-out
/// ends.
public final class Visitor extends ChannelInboundHandlerAdapter {
  private final Duration deadline;
  private final Runnable late;
  private final Runnable left;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> end;
  private long heads;
  private int unanswered;
  private boolean trusted;

  /// @param deadline for a head
  /// @param late told when one was not there by then
  /// @param left told once when the connection is closed, or no plain HTTP any more
  Visitor(Duration deadline, Runnable late, Runnable left) {
    this.deadline = deadline;
    this.late = late;
    this.left = left;
  }

  /// Lets a connection out that is no plain HTTP any more; on its event loop.
  public static void leave(Channel channel) {
    Visitor visitor = channel.pipeline().get(Visitor.class);
    if (visitor != null) {
      channel.pipeline().remove(visitor);
    }
  }

  static Optional<Visitor> on(HttpConnection connection) {
    return connection instanceof ConnectionBase base
        ? Optional.ofNullable(base.channel().pipeline().get(Visitor.class))
        : Optional.empty();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    begin(added);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    rest();
    context = null;
    left.run();
  }

  @Override
  public void channelRead(ChannelHandlerContext here, Object message) {
    // The rest of a head leads to the request within this call, so most heads need no clock.
    long before = heads;
    here.fireChannelRead(message);
    boolean inHead = heads == before && unanswered == 0;
    if (inHead && end == null && !trusted && context != null) {
      begin(here);
    }
  }

  /// The head of a request is complete; on the event loop.
  ///
  /// @param multiplexed whether further requests need not wait for this one's answer. Bytes then
  ///   tell nothing of heads, and the connection has proven itself
  void asked(boolean multiplexed) {
    heads++;
    unanswered++;
    trusted |= multiplexed;
    rest();
  }

  /// A request is answered; from any thread.
  void answered() {
    ChannelHandlerContext here = context;
    if (here == null) {
      return;
    }
    if (here.executor().inEventLoop()) {
      unanswered--;
    } else {
      here.executor().execute(() -> unanswered--);
    }
  }

  private void begin(ChannelHandlerContext here) {
    end =
        here.executor()
            .schedule(
                () -> {
                  late.run();
                  var _ = here.close();
                },
                deadline.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  private void rest() {
    ScheduledFuture<?> scheduled = end;
    if (scheduled != null) {
      scheduled.cancel(false);
      end = null;
    }
  }
}
