package dev.wayleave.testkit.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Sends an upgrade and reads the answer's head; hands what follows to the next handlers.
final class HttpUpgrade extends ByteToMessageDecoder {
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_HEAD = 16 << 10;

  private final String request;
  private final List<ChannelHandler> next;
  private final CompletableFuture<?> ready;
  private final StringBuilder head;

  /// @param head takes the answer's head as it came
  HttpUpgrade(
      String request, List<ChannelHandler> next, CompletableFuture<?> ready, StringBuilder head) {
    this.request = request;
    this.next = next;
    this.ready = ready;
    this.head = head;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var _ = context.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws IOException {
    int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(END), in);
    if (end < 0) {
      if (in.readableBytes() > MAX_HEAD) {
        throw new IOException("the answer has no end of its headers");
      }
      return;
    }
    head.append(in.readCharSequence(end - in.readerIndex(), StandardCharsets.US_ASCII));
    in.skipBytes(END.length);
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException(
          "the upgrade was refused: "
              + head
              + " "
              + in.readCharSequence(in.readableBytes(), StandardCharsets.UTF_8));
    }
    next.forEach(context.pipeline()::addLast);
    context.pipeline().remove(this);
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
}
