package dev.wayleave.coordinator.control.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;

/// The byte stream that binary WebSocket messages carry; where one ends means nothing.
final class WebSocketBytes extends ChannelDuplexHandler {
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case BinaryWebSocketFrame frame -> context.fireChannelRead(frame.content());
      case ContinuationWebSocketFrame frame -> context.fireChannelRead(frame.content());
      case PingWebSocketFrame frame ->
          Unawaited.writeAndFlush(context, new PongWebSocketFrame(frame.content()));
      case CloseWebSocketFrame frame ->
          context.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
      case PongWebSocketFrame frame -> frame.release();
      default -> {
        ReferenceCountUtil.release(message);
        context
            .writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_MESSAGE_TYPE))
            .addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    var _ =
        context.write(
            message instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : message, promise);
  }
}
