package dev.wayleave.coordinator.control.channel;

import io.netty.channel.ChannelOutboundInvoker;

/// Writes and closes whose outcome nobody waits for: where one fails, the channel closes, and that
/// is noticed.
final class Unawaited {
  private Unawaited() {}

  static void write(ChannelOutboundInvoker to, Object message) {
    var _ = to.write(message, to.voidPromise());
  }

  static void writeAndFlush(ChannelOutboundInvoker to, Object message) {
    var _ = to.writeAndFlush(message, to.voidPromise());
  }

  static void close(ChannelOutboundInvoker what) {
    var _ = what.close();
  }
}
