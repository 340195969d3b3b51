package dev.wayleave.coordinator.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Leaves letters for other replicas and reads those that they left, on a thread of its own.
public final class MailThread implements Mail, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MailThread.class);
  private static final int TOGETHER = 100;

  private record Outgoing(Letter letter, CompletableFuture<Integer> left) {}

  private final UUID here;
  private final LetterBox box;
  private final Supplier<Duration> lookEvery;
  private final BlockingQueue<Outgoing> outgoing;
  private final Semaphore hints = new Semaphore(0);
  private final Map<String, Consumer<Letter>> readers = new ConcurrentHashMap<>();
  private final Thread thread;
  private boolean troubled;
  private volatile boolean looking = true;
  private volatile boolean closed;

  /// @param here what this replica is called
  /// @param lookEvery how often letters are looked for without a hint
  public MailThread(UUID here, LetterBox box, MailLimits limits, Supplier<Duration> lookEvery) {
    this.here = here;
    this.box = box;
    this.lookEvery = lookEvery;
    this.outgoing = new ArrayBlockingQueue<>(limits.waiting());
    this.thread = Thread.ofVirtual().name("mail").unstarted(this::run);
  }

  @Override
  public UUID here() {
    return here;
  }

  @Override
  public void read(String kind, Consumer<Letter> reader) {
    readers.put(kind, reader);
  }

  public void start() {
    thread.start();
  }

  @Override
  public CompletableFuture<Integer> send(@Nullable UUID to, String kind, String body) {
    Outgoing sent = new Outgoing(new Letter(here, to, kind, body), new CompletableFuture<>());
    if (closed || !outgoing.offer(sent)) {
      sent.left().complete(0);
    }
    hints.release();
    return sent.left();
  }

  /// Says that there may be letters to this replica.
  public void look() {
    looking = true;
    hints.release();
  }

  private void run() {
    while (!closed) {
      List<Outgoing> batch = new ArrayList<>();
      try {
        if (!hints.tryAcquire(lookEvery.get().toNanos(), TimeUnit.NANOSECONDS)) {
          looking = true;
        }
        hints.drainPermits();
        outgoing.drainTo(batch, TOGETHER);
        leave(batch);
        if (looking) {
          looking = false;
          take();
        }
        if (!outgoing.isEmpty()) {
          hints.release();
        }
        troubled = false;
      } catch (InterruptedException e) {
        closed = true;
      } catch (RuntimeException e) {
        trouble(e);
      }
      batch.forEach(sent -> sent.left().complete(0));
    }
    outgoing.forEach(sent -> sent.left().complete(0));
  }

  private void leave(List<Outgoing> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Integer> left = box.leave(batch.stream().map(Outgoing::letter).toList());
    for (int i = 0; i < left.size(); i++) {
      batch.get(i).left().complete(left.get(i));
    }
  }

  private void take() {
    List<Letter> taken;
    do {
      taken = box.take(TOGETHER);
      taken.forEach(this::deliver);
    } while (taken.size() == TOGETHER && !closed);
  }

  /// What no one here reads was said by another release.
  private void deliver(Letter letter) {
    Consumer<Letter> reader = readers.get(letter.kind());
    if (reader == null) {
      return;
    }
    try {
      reader.accept(letter);
    } catch (RuntimeException mistake) {
      LOG.errorf(mistake, "A letter of the kind %s could not be read", letter.kind());
    }
  }

  private void trouble(RuntimeException e) {
    if (!troubled) {
      LOG.warnf("Other replicas cannot be written to or heard: %s", e.getMessage());
    }
    troubled = true;
    looking = true;
    hints.release();
    rest();
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(500);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
