package dev.wayleave.coordinator.relay;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.function.Consumer;

/// A connection that carries bytes both ways: a socket after its upgrade, or a WebSocket whose
/// messages are the same bytes. It is used on its own event loop only.
final class Pipe {
  /// What may stand in Vert.x' queue before [#isFull]; the rest waits where it can be forgotten.
  private static final int QUEUE_BYTES = 64 << 10;

  private final ReadStream<Buffer> in;
  private final WriteStream<Buffer> out;
  private final Channel channel;
  private final Consumer<Runnable> onClose;
  private final Runnable close;

  private Pipe(
      ReadStream<Buffer> in,
      WriteStream<Buffer> out,
      Channel channel,
      Consumer<Runnable> onClose,
      Runnable close) {
    this.in = in;
    this.out = out.setWriteQueueMaxSize(QUEUE_BYTES);
    this.channel = channel;
    this.onClose = onClose;
    this.close = close;
  }

  /// @param channel beneath the socket
  static Pipe of(NetSocket socket, Channel channel) {
    return new Pipe(
        socket,
        socket,
        channel,
        then -> socket.closeHandler(_ -> then.run()),
        () -> socket.close());
  }

  /// @param channel beneath the WebSocket
  static Pipe of(ServerWebSocket socket, Channel channel) {
    return new Pipe(
        socket,
        socket,
        channel,
        then -> socket.closeHandler(_ -> then.run()),
        () -> socket.close());
  }

  /// Begins to hand over what comes; `closed` is called once.
  void open(Consumer<byte[]> arrived, Runnable closed) {
    onClose.accept(closed);
    // What is wrong with a connection also closes it.
    in.exceptionHandler(_ -> {});
    in.handler(buffer -> arrived.accept(buffer.getBytes()));
    in.resume();
  }

  void pause() {
    in.pause();
  }

  void resume() {
    in.resume();
  }

  boolean isFull() {
    return out.writeQueueFull();
  }

  void onDrain(Runnable drained) {
    out.drainHandler(_ -> drained.run());
  }

  void write(byte[] bytes) {
    out.write(Buffer.buffer(bytes)).onFailure(_ -> abort());
  }

  /// Closes once everything is written.
  void close() {
    close.run();
  }

  /// Closes at once, whatever was not written yet.
  ///
  /// Vert.x closes behind what it has to write, which a client that reads nothing would put off for
  /// ever; so the channel beneath is closed.
  void abort() {
    // Who is told of the end learns it from the close handler.
    var _ = channel.close();
  }
}
