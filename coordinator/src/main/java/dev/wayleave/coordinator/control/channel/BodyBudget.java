package dev.wayleave.coordinator.control.channel;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that bodies of requests may take: of one connection, within that of all.
final class BodyBudget {
  private final AtomicLong left;

  BodyBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  long left() {
    return left.get();
  }

  private boolean take(long bytes) {
    return left.getAndUpdate(now -> now >= bytes ? now - bytes : now) >= bytes;
  }

  private void giveBack(long bytes) {
    left.addAndGet(bytes);
  }

  /// A connection's part; used on its event loop only.
  final class Share {
    private long allowed;

    Share(long bytes) {
      this.allowed = bytes;
    }

    boolean take(int bytes) {
      if (bytes > allowed || !BodyBudget.this.take(bytes)) {
        return false;
      }
      allowed -= bytes;
      return true;
    }

    void giveBack(int bytes) {
      allowed += bytes;
      BodyBudget.this.giveBack(bytes);
    }
  }
}
