package dev.wayleave.coordinator.door;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import java.util.Optional;
import java.util.function.Supplier;

/// Vert.x' sockets with the door before them: the one place at which a connection is seen before
/// Vert.x knows of it, and with it its first byte.
final class DoorTransport extends JDKTransport {
  private final Supplier<Optional<Door>> door;

  /// @param door asked when a server begins to listen
  DoorTransport(Supplier<Optional<Door>> door) {
    this.door = door;
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap server) {
    super.configure(options, domainSocket, server);
    door.get().ifPresent(found -> server.handler(new Doorkeeper(found)));
  }

  /// Stands at the listening socket, whose messages are new connections.
  @Sharable
  private static final class Doorkeeper extends ChannelInboundHandlerAdapter {
    private final Door door;

    private Doorkeeper(Door door) {
      this.door = door;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof Channel accepted) || door.admit(accepted)) {
        context.fireChannelRead(message);
      } else {
        // It is registered nowhere yet, so there is nothing else that could close it.
        accepted.unsafe().closeForcibly();
      }
    }
  }
}
