package dev.wayleave.importers.tailscale.api;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Does pieces of work, a few at once; the first failure ends it.
public final class Workers {
  /// A piece of work.
  @FunctionalInterface
  public interface Job {
    void run() throws HostedException;
  }

  private final ConcurrentLinkedQueue<Job> waiting;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private Workers(List<Job> jobs) {
    waiting = new ConcurrentLinkedQueue<>(jobs);
  }

  public static void run(List<Job> jobs) throws HostedException {
    new Workers(jobs).run(Math.min(Patience.AT_ONCE, jobs.size()));
  }

  private void run(int atOnce) throws HostedException {
    List<Thread> threads =
        java.util.stream.IntStream.range(0, atOnce)
            .mapToObj(i -> Thread.ofVirtual().name("hosted-" + i).start(this::work))
            .toList();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      waiting.clear();
      threads.forEach(Thread::interrupt);
      throw Gate.interrupted(e);
    }
    switch (failure.get()) {
      case null -> {}
      case HostedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new AssertionError("a job throws nothing else", e);
    }
  }

  private void work() {
    try {
      for (Job job = waiting.poll(); job != null && failure.get() == null; job = waiting.poll()) {
        job.run();
      }
    } catch (HostedException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      waiting.clear();
    }
  }
}
