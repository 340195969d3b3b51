package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.ClientDetails;
import dev.wayleave.protocol.derp.DerpException;
import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.FrameDecoder;
import dev.wayleave.protocol.derp.FrameLimits;
import dev.wayleave.protocol.derp.PeerGoneReason;
import dev.wayleave.protocol.key.NodeKey;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A connection of a node that has logged in.
///
/// What is not said to be for any thread happens on the connection's event loop.
final class Line {
  private static final FrameDecoder<Frame.FromClient> DECODER =
      FrameDecoder.ofClient(FrameLimits.DEFAULT);

  /// How much is handed to the connection at once.
  private static final int BATCH_BYTES = 32 << 10;

  /// A keep-alive comes up to this part of its interval later, so that not all come at once.
  private static final int JITTER_PART = 12;

  /// How often a client hears that somebody is not here; it asks many at once when it starts.
  private static final RelayLimits.Rate NOT_HERE = new RelayLimits.Rate(1, 3);

  /// For the last frames to leave before the connection is cut.
  private static final long FAREWELL_MILLIS = 500;

  private static final long NO_TIMER = -1;

  private final Relay relay;
  private final Pipe pipe;
  private final Vertx vertx;
  private final Context context;
  private final Inbox inbox;
  private final NodeKey key;
  private final ClientDetails details;
  private final Outbox outbox;
  private final TokenBucket allowance;
  private final TokenBucket notHere;
  private final AtomicBoolean awake = new AtomicBoolean();

  /// Whether the node has other connections; written by any thread.
  private volatile boolean shared;

  private long writeTimer = NO_TIMER;
  private long keepAliveTimer = NO_TIMER;
  private boolean heard = true;
  private boolean pinged;
  private boolean home;
  private boolean ended;

  Line(Relay relay, Pipe pipe, Vertx vertx, Inbox inbox, NodeKey key, ClientDetails details) {
    this.relay = relay;
    this.pipe = pipe;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.inbox = inbox;
    this.key = key;
    this.details = details;
    RelayLimits limits = relay.limits();
    this.outbox = new Outbox(limits.queuePackets(), limits.queueBytes());
    long now = relay.nanoTime();
    this.allowance = new TokenBucket(limits.bytesPerSecond(), limits.burstBytes(), now);
    this.notHere = new TokenBucket(NOT_HERE.perSecond(), NOT_HERE.burst(), now);
  }

  NodeKey key() {
    return key;
  }

  /// @param welcome the frame that ends the login, before any other
  void open(Frame.ServerInfo welcome) {
    outbox.put(welcome);
    relay.take(this);
    pipe.open(this::arrived, () -> end(Parting.CLIENT));
    scheduleKeepAlive();
    flush();
    // What came behind the login is there already.
    arrived(new byte[0]);
  }

  private void arrived(byte[] bytes) {
    if (ended) {
      return;
    }
    heard = true;
    if (shared) {
      relay.spoke(this);
    }
    holdBack(bytes.length);
    try {
      ByteBuffer in = inbox.with(bytes);
      Optional<Frame.FromClient> frame = DECODER.next(in);
      while (frame.isPresent()) {
        handle(frame.get());
        if (ended) {
          return;
        }
        frame = DECODER.next(in);
      }
      inbox.keep(in);
    } catch (DerpException e) {
      end(Parting.PROTOCOL);
    }
  }

  /// Reads on only when the client's allowance is even again: TCP then slows it down, and nothing
  /// of what it sent is lost.
  private void holdBack(int received) {
    long owed = allowance.overdraw(received, relay.nanoTime());
    if (owed > 0) {
      pipe.pause();
      vertx.setTimer(
          TimeUnit.NANOSECONDS.toMillis(owed) + 1,
          _ -> {
            if (!ended) {
              pipe.resume();
            }
          });
    }
  }

  private void handle(Frame.FromClient frame) {
    switch (frame) {
      case Frame.SendPacket packet -> relay.forward(this, packet);
      case Frame.NotePreferred(var preferred) -> note(preferred);
      case Frame.Ping(var data) -> tell(new Frame.Pong(data));
      // That it came is all that was to be learnt.
      case Frame.Pong _ -> {}
      // A type that later clients may have.
      case Frame.Unknown _ -> {}
      case Frame.ClientInfo _ -> end(Parting.PROTOCOL);
      case Frame.WatchConns _, Frame.ClosePeer _, Frame.ForwardPacket _ -> end(Parting.MESH);
    }
  }

  private void note(boolean preferred) {
    if (home != preferred) {
      home = preferred;
      relay.countHomes(preferred ? 1 : -1);
    }
  }

  /// Puts a packet in the queue; for any thread.
  ///
  /// @return how many packets were forgotten for it
  int deliver(Frame.RecvPacket packet) {
    int forgotten = outbox.put(packet);
    wake();
    return forgotten;
  }

  /// Puts a notice in the queue; for any thread.
  void tell(Frame notice) {
    outbox.put(notice);
    wake();
  }

  /// Says that a peer is not here, but not too often.
  void tellNotHere(NodeKey peer) {
    if (notHere.tryTake(1, relay.nanoTime())) {
      tell(new Frame.PeerGone(peer, PeerGoneReason.NOT_HERE));
    }
  }

  /// Says whether the node has other connections; for any thread.
  void setShared(boolean shared) {
    this.shared = shared;
  }

  /// Ends the connection; for any thread.
  void dismiss(Parting reason) {
    context.runOnContext(_ -> end(reason));
  }

  private void wake() {
    if (awake.compareAndSet(false, true)) {
      context.runOnContext(_ -> flush());
    }
  }

  private void flush() {
    // Before the queue is read: whoever puts something in later wakes again.
    awake.set(false);
    while (!ended && !pipe.isFull()) {
      byte[] batch = outbox.take(BATCH_BYTES);
      if (batch.length == 0) {
        return;
      }
      pipe.write(batch);
    }
    if (!ended && writeTimer == NO_TIMER) {
      writeTimer = vertx.setTimer(relay.limits().writeTime().toMillis(), _ -> end(Parting.SLOW));
      pipe.onDrain(this::drained);
    }
  }

  private void drained() {
    vertx.cancelTimer(writeTimer);
    writeTimer = NO_TIMER;
    flush();
  }

  private void scheduleKeepAlive() {
    Duration interval = relay.limits().keepAlive();
    long millis = interval.toMillis();
    keepAliveTimer = vertx.setTimer(millis + relay.jitter(millis / JITTER_PART), _ -> showLife());
  }

  /// Shows the client that the connection lives, and finds out whether the client does.
  private void showLife() {
    if (!relay.admits(key)) {
      end(Parting.NOT_ADMITTED);
    } else if (pinged && !heard) {
      end(Parting.SILENT);
    } else {
      tell(new Frame.KeepAlive());
      pinged = !heard && details.canAckPings();
      if (pinged) {
        tell(new Frame.Ping(relay.nanoTime()));
      }
      heard = false;
      scheduleKeepAlive();
    }
  }

  private void end(Parting reason) {
    if (ended) {
      return;
    }
    if (reason == Parting.STOPPING) {
      flush();
    }
    ended = true;
    vertx.cancelTimer(writeTimer);
    vertx.cancelTimer(keepAliveTimer);
    note(false);
    relay.leave(this, reason, outbox.close());
    if (reason == Parting.STOPPING) {
      pipe.close();
      vertx.setTimer(FAREWELL_MILLIS, _ -> pipe.abort());
    } else {
      pipe.abort();
    }
  }
}
