package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.coordinator.control.ControlRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One stream of HTTP/2: gathers a request, hands it on, and notices that the client has left.
final class RequestStream extends ChannelInboundHandlerAdapter {
  private static final int BAD_REQUEST = 400;
  private static final int TIMED_OUT = 408;
  private static final int TOO_LARGE = 413;
  private static final int BUSY = 503;

  private final ControlPeer peer;
  private final Dispatcher dispatcher;
  private final ChannelLimits limits;
  private final ChannelMeters meters;
  private final BodyBudget.Share budget;
  private final ConnectionWatch watch;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private @Nullable Http2Headers headers;
  private @Nullable StreamExchange exchange;
  private @Nullable ScheduledFuture<?> deadline;
  private int taken;

  RequestStream(
      ControlPeer peer,
      Dispatcher dispatcher,
      ChannelLimits limits,
      ChannelMeters meters,
      BodyBudget.Share budget,
      ConnectionWatch watch) {
    this.peer = peer;
    this.dispatcher = dispatcher;
    this.limits = limits;
    this.meters = meters;
    this.budget = budget;
    this.watch = watch;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (exchange != null) {
        // Refused before its end: what still comes is not wanted.
        return;
      }
      switch (message) {
        case Http2HeadersFrame frame -> headers(context, frame);
        case Http2DataFrame frame -> data(context, frame);
        default -> {
          // Frames about the stream itself, which Netty has acted upon.
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void headers(ChannelHandlerContext context, Http2HeadersFrame frame) {
    if (headers == null) {
      watch.needed();
      headers = frame.headers();
      if (headers.method() == null || headers.path() == null) {
        refuse(context, BAD_REQUEST, Limit.HTTP2, "a request needs a method and a path");
        return;
      }
    }
    // A second one holds trailers, of which nothing is needed.
    if (frame.isEndStream()) {
      complete(context, headers);
    } else if (deadline == null) {
      deadline =
          context
              .executor()
              .schedule(
                  () ->
                      refuse(
                          context,
                          TIMED_OUT,
                          Limit.BODY_DEADLINE,
                          "the request did not end in time"),
                  limits.bodyDeadline().toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  private void data(ChannelHandlerContext context, Http2DataFrame frame) {
    ByteBuf content = frame.content();
    int length = content.readableBytes();
    if (body.size() + length > limits.bodyBytes()) {
      refuse(
          context,
          TOO_LARGE,
          Limit.BODY_BYTES,
          "a request has at most " + limits.bodyBytes() + " bytes");
      return;
    }
    if (!budget.take(length)) {
      refuse(
          context, BUSY, Limit.BODY_BYTES_TOGETHER, "too much is being asked at once; try again");
      return;
    }
    taken += length;
    byte[] bytes = new byte[length];
    content.readBytes(bytes);
    body.writeBytes(bytes);
    Http2Headers begun = headers;
    if (frame.isEndStream() && begun != null) {
      complete(context, begun);
    }
  }

  private void complete(ChannelHandlerContext context, Http2Headers begun) {
    cancelDeadline();
    meters.asked();
    StreamExchange made = exchange(context, request(begun, body.toByteArray()));
    body.reset();
    dispatcher.dispatch(made);
  }

  private StreamExchange exchange(ChannelHandlerContext context, ControlRequest request) {
    StreamExchange made =
        new StreamExchange(
            context.channel(),
            request,
            limits.writeDeadline(),
            () -> meters.refused(Limit.WRITE_DEADLINE));
    exchange = made;
    return made;
  }

  private ControlRequest request(Http2Headers begun, byte[] bytes) {
    String target = String.valueOf(begun.path());
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    @Nullable String query = mark < 0 ? null : target.substring(mark + 1);
    return new ControlRequest(peer, String.valueOf(begun.method()), path, query, bytes);
  }

  private void refuse(ChannelHandlerContext context, int status, Limit limit, String sentence) {
    if (exchange != null) {
      return;
    }
    meters.refused(limit);
    cancelDeadline();
    Http2Headers begun = headers;
    ControlRequest request =
        begun == null || begun.path() == null
            ? new ControlRequest(peer, "GET", "/", null, new byte[0])
            : request(begun, new byte[0]);
    exchange(context, request).answerEarly(ControlAnswer.sentence(status, sentence));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancelDeadline();
    watch.needed();
    budget.giveBack(taken);
    taken = 0;
    StreamExchange begun = exchange;
    if (begun != null) {
      begun.gone();
    }
    context.fireChannelInactive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    // A reset: the stream becomes inactive next.
    ReferenceCountUtil.release(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Unawaited.close(context);
  }

  private void cancelDeadline() {
    ScheduledFuture<?> scheduled = deadline;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }
}
