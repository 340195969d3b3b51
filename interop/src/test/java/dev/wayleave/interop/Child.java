package dev.wayleave.interop;

import java.io.IOException;

/// A process that does not outlive the tests, even where these are interrupted.
public final class Child implements AutoCloseable {
  private final Process process;
  private final Thread hook;

  private Child(Process process) {
    this.process = process;
    this.hook = new Thread(process::destroyForcibly, "end-" + process.pid());
  }

  public static Child start(ProcessBuilder builder) throws IOException {
    Child child = new Child(builder.start());
    Runtime.getRuntime().addShutdownHook(child.hook);
    return child;
  }

  public Process process() {
    return process;
  }

  /// Ends it by force if it still runs, and waits until it is gone.
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
