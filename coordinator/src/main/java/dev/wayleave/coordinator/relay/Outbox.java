package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.FrameEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What waits to be written to one client; any thread puts in, the client's own takes out.
///
/// Fresh packets are worth more than old ones to what runs over them, so that a full queue forgets
/// its oldest. The packets by which nodes find each other have a queue of their own, so that
/// traffic cannot keep a direct path from being found.
final class Outbox {
  /// Notices are short, and what they tell can be lost without harm.
  private static final int NOTICES = 4096;

  private final int maxPackets;
  private final int maxBytes;
  private final Deque<Frame> notices = new ArrayDeque<>();
  private final Deque<Frame.RecvPacket> finding = new ArrayDeque<>();
  private final Deque<Frame.RecvPacket> traffic = new ArrayDeque<>();
  private int bytes;
  private boolean closed;

  Outbox(int maxPackets, int maxBytes) {
    this.maxPackets = maxPackets;
    this.maxBytes = maxBytes;
  }

  /// Puts a packet in and answers how many were forgotten for it.
  synchronized int put(Frame.RecvPacket packet) {
    if (closed) {
      return 1;
    }
    Deque<Frame.RecvPacket> queue = Disco.is(packet.packet()) ? finding : traffic;
    queue.add(packet);
    bytes += packet.packet().size();
    int forgotten = 0;
    while (queue.size() > maxPackets || (bytes > maxBytes && queue.size() > 1)) {
      bytes -= queue.remove().packet().size();
      forgotten++;
    }
    return forgotten;
  }

  synchronized void put(Frame notice) {
    if (!closed) {
      notices.add(notice);
      if (notices.size() > NOTICES) {
        notices.remove();
      }
    }
  }

  /// The bytes to write next, about `size` of them; none where nothing waits.
  byte[] take(int size) {
    List<Frame> frames = new ArrayList<>();
    int total = takeInto(frames, size);
    ByteBuffer out = ByteBuffer.allocate(total);
    frames.forEach(frame -> FrameEncoder.write(frame, out));
    return out.array();
  }

  private synchronized int takeInto(List<Frame> frames, int size) {
    int total = 0;
    while (total < size) {
      Frame next = notices.poll();
      if (next == null) {
        Frame.RecvPacket packet = finding.isEmpty() ? traffic.poll() : finding.poll();
        if (packet == null) {
          break;
        }
        bytes -= packet.packet().size();
        next = packet;
      }
      frames.add(next);
      total += FrameEncoder.size(next);
    }
    return total;
  }

  synchronized int waitingBytes() {
    return bytes;
  }

  /// Forgets everything and answers how many packets were waiting.
  synchronized int close() {
    closed = true;
    int left = finding.size() + traffic.size();
    notices.clear();
    finding.clear();
    traffic.clear();
    bytes = 0;
    return left;
  }
}
