package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.DerpException;
import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.FrameDecoder;
import dev.wayleave.protocol.derp.FrameEncoder;
import dev.wayleave.protocol.derp.FrameLimits;
import dev.wayleave.protocol.key.NodePrivateKey;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection that has not logged in yet; it reads one frame and then gives way to a [Line].
final class Entrance {
  /// Nothing but an info is expected, so nothing else has room.
  private static final FrameDecoder<Frame.FromClient> DECODER =
      FrameDecoder.ofClient(new FrameLimits(0, FrameLimits.DEFAULT.infoBytes(), 0));

  private final Relay relay;
  private final Login login;
  private final NodePrivateKey server;
  private final Pipe pipe;
  private final Vertx vertx;
  private final Inbox inbox = new Inbox();
  private final long timer;
  private boolean over;

  Entrance(Relay relay, Login login, NodePrivateKey server, Pipe pipe, Vertx vertx) {
    this.relay = relay;
    this.login = login;
    this.server = server;
    this.pipe = pipe;
    this.vertx = vertx;
    this.timer =
        vertx.setTimer(relay.limits().loginTime().toMillis(), _ -> end(Parting.LOGIN_TIME));
  }

  void open() {
    pipe.write(FrameEncoder.encode(new Frame.ServerKey(server.publicKey())));
    pipe.open(this::arrived, () -> end(Parting.CLIENT));
  }

  private void arrived(byte[] bytes) {
    if (over) {
      return;
    }
    try {
      ByteBuffer in = inbox.with(bytes);
      Optional<Frame.FromClient> frame = DECODER.next(in);
      inbox.keep(in);
      if (frame.isPresent()) {
        first(frame.get());
      }
    } catch (DerpException e) {
      end(Parting.PROTOCOL);
    }
  }

  private void first(Frame.FromClient frame) throws DerpException {
    if (!(frame instanceof Frame.ClientInfo info)) {
      end(Parting.PROTOCOL);
      return;
    }
    switch (login.judge(info, server)) {
      case Login.Verdict.Welcome(var details, var answer) -> {
        finish(null);
        new Line(relay, pipe, vertx, inbox, info.client(), details).open(answer);
      }
      case Login.Verdict.NotAdmitted _ -> end(Parting.NOT_ADMITTED);
    }
  }

  /// Closes the connection, from any thread.
  void abort() {
    pipe.abort();
  }

  private void end(Parting reason) {
    if (!over) {
      finish(reason);
      pipe.abort();
    }
  }

  private void finish(@Nullable Parting reason) {
    over = true;
    vertx.cancelTimer(timer);
    relay.leftEntrance(this, reason);
  }
}
