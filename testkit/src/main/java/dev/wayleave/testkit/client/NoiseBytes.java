package dev.wayleave.testkit.client;

import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.protocol.noise.RecordFrame;
import dev.wayleave.protocol.noise.RecordSealer;
import dev.wayleave.protocol.noise.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.nio.ByteBuffer;
import java.util.List;

/// Records on the side of the socket, plain bytes on the other.
final class NoiseBytes extends ByteToMessageCodec<ByteBuf> {
  private final Session session;

  NoiseBytes(Session session) {
    this.session = session;
  }

  @Override
  protected void encode(ChannelHandlerContext context, ByteBuf plain, ByteBuf out)
      throws NoiseException {
    int size = RecordSealer.sealedSize(plain.readableBytes());
    out.ensureWritable(size);
    session.sealer().seal(plain.nioBuffer(), out.nioBuffer(out.writerIndex(), size));
    out.writerIndex(out.writerIndex() + size);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws NoiseException {
    ByteBuffer frames = in.nioBuffer();
    ByteBuffer room = ByteBuffer.allocate(in.readableBytes() + RecordFrame.MAX_PLAINTEXT);
    int start = frames.position();
    while (frames.hasRemaining() && session.opener().open(frames, room)) {
      // The next one.
    }
    in.skipBytes(frames.position() - start);
    if (room.flip().hasRemaining()) {
      out.add(context.alloc().buffer(room.remaining()).writeBytes(room));
    }
  }
}
