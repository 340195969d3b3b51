package dev.wayleave.testkit.client;

import dev.wayleave.testkit.wait.Await;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One request whose answer is read piece by piece.
///
/// Nothing is read ahead: while nobody asks for the next piece, HTTP/2's flow control holds the
/// server back.
public final class FakeStream implements AutoCloseable {
  /// What arrives.
  public sealed interface Piece {
    /// The beginning.
    record Head(int status, Map<String, String> headers) implements Piece {}

    /// Some of the body.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Piece {}

    /// The end in order.
    record End() implements Piece {}

    /// The end out of order: a reset with its error code, or -1 where the connection went.
    record Cut(long code) implements Piece {}
  }

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final Channel stream;

  FakeStream(Channel stream) {
    this.stream = stream;
    stream.pipeline().addLast(new Reader());
  }

  /// The next piece, or nothing within the time. After [Piece.End] and [Piece.Cut] none comes.
  public Optional<Piece> poll(Duration limit) {
    Piece ready = pieces.poll();
    if (ready != null) {
      return Optional.of(ready);
    }
    stream.read();
    try {
      return Optional.ofNullable(pieces.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// The next piece; fails where none comes.
  public Piece next() throws IOException {
    return poll(Await.USUAL_LIMIT)
        .orElseThrow(() -> new IOException("nothing came within " + Await.USUAL_LIMIT));
  }

  /// The next bytes; fails where the answer ends instead.
  public byte[] nextBytes() throws IOException {
    while (true) {
      switch (next()) {
        case Piece.Head _ -> {}
        case Piece.Bytes piece -> {
          return piece.bytes();
        }
        case Piece.End _ -> throw new IOException("the answer has ended");
        case Piece.Cut cut -> throw new IOException("the answer was cut off: " + cut);
      }
    }
  }

  /// Reads the answer to its end.
  public FakeResponse whole() throws IOException {
    int status = 0;
    Map<String, String> headers = Map.of();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      switch (next()) {
        case Piece.Head head -> {
          status = head.status();
          headers = head.headers();
        }
        case Piece.Bytes piece -> body.writeBytes(piece.bytes());
        case Piece.End _ -> {
          return new FakeResponse(status, headers, body.toByteArray());
        }
        case Piece.Cut cut -> throw new IOException("the answer was cut off: " + cut);
      }
    }
  }

  /// Leaves: the server sees a reset.
  @Override
  public void close() {
    stream.close().syncUninterruptibly();
  }

  private final class Reader extends ChannelInboundHandlerAdapter {
    private boolean ended;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        switch (message) {
          case Http2HeadersFrame frame -> {
            Map<String, String> headers = new LinkedHashMap<>();
            frame
                .headers()
                .forEach(
                    entry -> headers.put(entry.getKey().toString(), entry.getValue().toString()));
            int status = Integer.parseInt(headers.getOrDefault(":status", "0"));
            headers.remove(":status");
            pieces.add(new Piece.Head(status, headers));
            end(frame.isEndStream());
          }
          case Http2DataFrame frame -> {
            byte[] bytes = new byte[frame.content().readableBytes()];
            frame.content().readBytes(bytes);
            if (bytes.length > 0) {
              pieces.add(new Piece.Bytes(bytes));
            }
            end(frame.isEndStream());
          }
          default -> {
            // About the stream itself.
          }
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    private void end(boolean now) {
      if (now) {
        ended = true;
        pieces.add(new Piece.End());
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof Http2ResetFrame reset && !ended) {
        ended = true;
        pieces.add(new Piece.Cut(reset.errorCode()));
      }
      ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!ended) {
        ended = true;
        pieces.add(new Piece.Cut(-1));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
