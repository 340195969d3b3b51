package dev.wayleave.coordinator.kept;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Passes on that something was decided, here or at another replica.
///
/// It is a hint, which may get lost: whoever holds a question looks by himself every second too.
public final class KeptNews {
  private final List<Runnable> readers = new CopyOnWriteArrayList<>();

  /// Calls `reader` whenever there may be news; it must not wait.
  public void subscribe(Runnable reader) {
    readers.add(reader);
  }

  /// Says that there may be news.
  public void look() {
    readers.forEach(Runnable::run);
  }
}
