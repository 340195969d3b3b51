package dev.wayleave.interop.takeover;

import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.interop.tailscale.TestNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// A network and a folder of one test, in which nothing is left at its end.
public final class Stage implements AutoCloseable {
  private final Path room;
  private final TestNetwork network;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final List<Thread> begun = new ArrayList<>();

  /// Aborts where there are no clients.
  ///
  /// @param tests what is left out then
  public static Stage open(String tests) throws IOException, InterruptedException {
    // First, so that nothing is started in vain.
    Object _ = Line.NEWEST.tool().binary();
    // Not below target/, whose path may be too long for a socket's.
    Stage stage = new Stage(Files.createTempDirectory("wl-"));
    try {
      stage.network.needsRoute(tests);
      return stage;
    } catch (RuntimeException e) {
      stage.close();
      throw e;
    }
  }

  private Stage(Path room) throws IOException, InterruptedException {
    this.room = room;
    this.network = TestNetwork.open(room);
  }

  public Path room() {
    return room;
  }

  public TestNetwork network() {
    return network;
  }

  /// Closes it at the end, before what was given earlier.
  public synchronized <T extends AutoCloseable> T with(T resource) {
    started.push(resource);
    return resource;
  }

  /// A client whose daemon runs.
  public TailscaleClient client(Line line, String name) throws IOException, InterruptedException {
    return with(TailscaleClient.start(network, line, room, name));
  }

  /// Begins work that goes on beside what comes next, and has ended before anything is closed.
  public synchronized <T> Future<T> meanwhile(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    begun.add(Thread.ofVirtual().start(task));
    return task;
  }

  /// Does work at the same time, all of it before this returns.
  public static void together(List<Callable<?>> work) throws InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> futures = new ArrayList<>();
      work.forEach(part -> futures.add(executor.submit(part)));
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
    }
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    begun.forEach(Stage::joined);
    for (AutoCloseable resource : started) {
      try {
        resource.close();
      } catch (Exception e) {
        System.err.println("interop: " + resource + " was not closed: " + e);
      }
    }
    network.close();
    try (Stream<Path> files = Files.walk(room)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
