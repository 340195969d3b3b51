package dev.wayleave.coordinator.control.channel;

import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.protocol.noise.RecordFrame;
import dev.wayleave.protocol.noise.RecordSealer;
import dev.wayleave.protocol.noise.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CoalescingBufferQueue;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.UnsupportedMessageTypeException;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records on the side of the socket, plain bytes on the other: what TLS would be elsewhere.
///
/// Small writes are gathered until the flush, because HTTP/2 writes a frame's nine-byte header
/// apart from its content, and each record costs 19 bytes and a run of the cipher.
final class NoiseCodec extends ByteToMessageDecoder implements ChannelOutboundHandler {
  /// Plaintext that is sealed in one go: what 16 records hold.
  private static final int GULP = 16 * RecordFrame.MAX_PLAINTEXT;

  private final Session session;
  private @Nullable CoalescingBufferQueue waiting;

  NoiseCodec(Session session) {
    this.session = session;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    waiting = new CoalescingBufferQueue(context.channel(), 4, true);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws NoiseException {
    ByteBuf plain = context.alloc().heapBuffer(in.readableBytes() + RecordFrame.MAX_PLAINTEXT);
    try {
      ByteBuffer frames = in.nioBuffer();
      ByteBuffer room = plain.nioBuffer(0, plain.writableBytes());
      int start = frames.position();
      // Each record read leaves more room than it takes: its header and tag are not written.
      boolean more = frames.hasRemaining();
      while (more) {
        more = session.opener().open(frames, room) && frames.hasRemaining();
      }
      in.skipBytes(frames.position() - start);
      plain.writerIndex(room.position());
      if (plain.isReadable()) {
        out.add(plain.retain());
      }
    } finally {
      plain.release();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      queue().add(bytes, promise);
    } else {
      ReferenceCountUtil.release(message);
      promise.setFailure(new UnsupportedMessageTypeException(message, ByteBuf.class));
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    sealWaiting(context);
    context.flush();
  }

  private void sealWaiting(ChannelHandlerContext context) {
    while (!queue().isEmpty()) {
      ChannelPromise promise = context.newPromise();
      ByteBuf plain = queue().remove(GULP, promise);
      try {
        var _ = context.write(sealed(context, plain), promise);
      } catch (NoiseException e) {
        promise.setFailure(e);
        var _ = context.close();
      } finally {
        plain.release();
      }
    }
  }

  private ByteBuf sealed(ChannelHandlerContext context, ByteBuf plain) throws NoiseException {
    int size = RecordSealer.sealedSize(plain.readableBytes());
    ByteBuf records = context.alloc().directBuffer(size);
    try {
      session.sealer().seal(plain.nioBuffer(), records.nioBuffer(0, size));
      return records.writerIndex(size);
    } catch (NoiseException e) {
      records.release();
      throw e;
    }
  }

  private CoalescingBufferQueue queue() {
    if (waiting == null) {
      throw new IllegalStateException("the codec is used before it is in a pipeline");
    }
    return waiting;
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    queue().releaseAndFailAll(new ClosedChannelException());
    session.close();
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    sealWaiting(context);
    context.flush();
    var _ = context.close(promise);
  }

  @Override
  public void disconnect(ChannelHandlerContext context, ChannelPromise promise) {
    close(context, promise);
  }

  @Override
  public void bind(ChannelHandlerContext context, SocketAddress address, ChannelPromise promise) {
    var _ = context.bind(address, promise);
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    var _ = context.connect(remote, local, promise);
  }

  @Override
  public void deregister(ChannelHandlerContext context, ChannelPromise promise) {
    var _ = context.deregister(promise);
  }

  @Override
  public void read(ChannelHandlerContext context) {
    context.read();
  }
}
