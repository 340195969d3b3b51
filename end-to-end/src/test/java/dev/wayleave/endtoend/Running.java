package dev.wayleave.endtoend;

import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process that was started, with what it prints.
record Running(Process process, Path out, Path err) {
  /// Far beyond what any command here takes on an idle machine.
  static final Duration LIMIT = Duration.ofSeconds(150);

  /// Five times what a stop may take, since build machines are not idle.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(75);

  private static final String READY = "Wayleave is ready at ";

  /// Waits for the end.
  Outcome end() throws IOException, InterruptedException {
    return end(LIMIT);
  }

  private Outcome end(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(
          "the process did not end within %s: %s".formatted(limit, Files.readString(err)));
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /// Ends as by SIGTERM.
  Outcome terminate() throws IOException, InterruptedException {
    process.destroy();
    return end(STOP_LIMIT);
  }

  /// Ends as by `kill -9`.
  Outcome kill() throws IOException, InterruptedException {
    process.destroyForcibly();
    return end(STOP_LIMIT);
  }

  /// The address on the line that says that it is ready.
  String url() throws IOException {
    Await.until("it is ready or ended", LIMIT, () -> ready().isPresent() || !process.isAlive());
    Optional<String> line = ready();
    if (line.isEmpty()) {
      throw new AssertionError("it ended before it was ready: " + Files.readString(err));
    }
    return line.get().substring(READY.length());
  }

  private Optional<String> ready() throws IOException {
    return Files.readString(out).lines().filter(text -> text.startsWith(READY)).findFirst();
  }
}
