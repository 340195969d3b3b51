package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.control.AnswerStream;
import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.control.ControlRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request on a stream of HTTP/2, answered from any thread.
///
/// What others gave to be called when the client goes runs on a virtual thread, never on the event
/// loop, which many connections share. That a part was written is told on the event loop: it
/// happens to every receiver of every change, and a thread for each would cost as much as the
/// sending.
final class StreamExchange implements ControlExchange {
  private enum Stage {
    OPEN,
    STREAMING,
    ENDED,
    GONE
  }

  private final Channel stream;
  private final ControlRequest request;
  private final Duration writeDeadline;
  private final Runnable stalled;
  private final List<Runnable> whenGone = new ArrayList<>(1);
  private Stage stage = Stage.OPEN;

  /// @param stalled told where the client does not take what is written
  StreamExchange(Channel stream, ControlRequest request, Duration writeDeadline, Runnable stalled) {
    this.stream = stream;
    this.request = request;
    this.writeDeadline = writeDeadline;
    this.stalled = stalled;
  }

  @Override
  public ControlRequest request() {
    return request;
  }

  @Override
  public void answer(ControlAnswer answer) {
    if (leaveOpen(Stage.ENDED)) {
      stream.eventLoop().execute(() -> write(answer, false));
    }
  }

  /// Answers a request that has not ended, on the event loop; the rest of it is not wanted.
  void answerEarly(ControlAnswer answer) {
    if (leaveOpen(Stage.ENDED)) {
      write(answer, true);
    }
  }

  @Override
  public AnswerStream stream(String contentType) {
    Parts parts = new Parts();
    if (leaveOpen(Stage.STREAMING)) {
      Http2Headers headers =
          new DefaultHttp2Headers().status("200").set("content-type", contentType);
      stream
          .eventLoop()
          .execute(
              () -> Unawaited.writeAndFlush(stream, new DefaultHttp2HeadersFrame(headers, false)));
    }
    return parts;
  }

  @Override
  public void whenGone(Runnable then) {
    synchronized (this) {
      switch (stage) {
        case OPEN, STREAMING -> {
          whenGone.add(then);
          return;
        }
        case ENDED -> {
          return;
        }
        case GONE -> {}
      }
    }
    Thread.ofVirtual().start(then);
  }

  /// The stream is closed; on the event loop.
  void gone() {
    List<Runnable> told;
    synchronized (this) {
      boolean unanswered = stage == Stage.OPEN || stage == Stage.STREAMING;
      told = unanswered ? List.copyOf(whenGone) : List.of();
      whenGone.clear();
      stage = unanswered ? Stage.GONE : stage;
    }
    told.forEach(then -> Thread.ofVirtual().start(then));
  }

  /// Answers with a failure where that is still possible, and else breaks the answer off.
  void fail(ControlAnswer answer) {
    boolean begun;
    synchronized (this) {
      begun = stage == Stage.STREAMING;
      if (stage == Stage.ENDED || stage == Stage.GONE) {
        return;
      }
      stage = Stage.ENDED;
      whenGone.clear();
    }
    stream
        .eventLoop()
        .execute(() -> {
          if (begun) {
            reset(Http2Error.INTERNAL_ERROR);
          } else {
            write(answer, false);
          }
        });
  }

  private synchronized boolean leaveOpen(Stage next) {
    return switch (stage) {
      case OPEN -> {
        stage = next;
        if (next == Stage.ENDED) {
          whenGone.clear();
        }
        yield true;
      }
      case GONE -> false;
      case STREAMING, ENDED -> throw new IllegalStateException("a request is answered once");
    };
  }

  private void write(ControlAnswer answer, boolean early) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .status(Integer.toString(answer.status()))
            .set("content-type", answer.contentType())
            .set("content-length", Integer.toString(answer.body().length));
    answer.headers().forEach(headers::set);
    boolean bodiless = answer.body().length == 0 || request.method().equals("HEAD");
    ChannelFuture last;
    if (bodiless) {
      last = stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
    } else {
      Unawaited.write(stream, new DefaultHttp2HeadersFrame(headers, false));
      last =
          stream.writeAndFlush(
              new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(answer.body()), true));
    }
    expire(last);
    if (early) {
      // RFC 9113 §8.1: after a whole answer, this asks for the rest of the request not to be sent.
      last.addListener(_ -> reset(Http2Error.NO_ERROR));
    }
  }

  private void reset(Http2Error error) {
    Unawaited.writeAndFlush(stream, new DefaultHttp2ResetFrame(error));
  }

  /// Closes the stream where bytes are not taken in time.
  private void expire(ChannelFuture written) {
    if (!written.isDone()) {
      var expiry =
          stream
              .eventLoop()
              .schedule(
                  () -> {
                    stalled.run();
                    Unawaited.close(stream);
                  },
                  writeDeadline.toNanos(),
                  TimeUnit.NANOSECONDS);
      written.addListener(_ -> expiry.cancel(false));
    }
  }

  private static IOException clientIsGone(@Nullable Throwable cause) {
    return new IOException("the client is gone", cause);
  }

  /// An answer in parts.
  private final class Parts implements AnswerStream {
    @Override
    public CompletionStage<@Nullable Void> write(byte[] bytes) {
      return write(List.of(bytes));
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<byte[]> parts) {
      synchronized (StreamExchange.this) {
        if (stage != Stage.STREAMING) {
          return CompletableFuture.failedFuture(clientIsGone(null));
        }
      }
      if (parts.stream().allMatch(part -> part.length == 0)) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
      stream.eventLoop().execute(() -> write(parts, done));
      return done;
    }

    private void write(List<byte[]> parts, CompletableFuture<@Nullable Void> done) {
      ByteBuf all = Unpooled.wrappedBuffer(parts.toArray(byte[][]::new));
      ChannelFuture written = stream.writeAndFlush(new DefaultHttp2DataFrame(all));
      expire(written);
      written.addListener(_ -> {
        if (written.isSuccess()) {
          done.complete(null);
        } else {
          done.completeExceptionally(clientIsGone(written.cause()));
        }
      });
    }

    @Override
    public void end() {
      if (leaveStreaming()) {
        stream
            .eventLoop()
            .execute(() -> Unawaited.writeAndFlush(stream, new DefaultHttp2DataFrame(true)));
      }
    }

    @Override
    public void cut() {
      if (leaveStreaming()) {
        stream.eventLoop().execute(() -> reset(Http2Error.INTERNAL_ERROR));
      }
    }

    private boolean leaveStreaming() {
      synchronized (StreamExchange.this) {
        if (stage != Stage.STREAMING) {
          return false;
        }
        stage = Stage.ENDED;
        whenGone.clear();
        return true;
      }
    }
  }
}
