package dev.wayleave.cli.trial;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// A coordinator that runs as a child of this process and ends with it.
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE_AT_START = Duration.ofMinutes(3);
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(14);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration CALL = Duration.ofSeconds(2);
  private static final int LAST_LINES = 8;
  private static final long LAST_BYTES = 16 * 1024;
  private static final int LONGEST_LINE = 300;

  private final Process process;
  private final Path log;
  private final long before;
  private final Thread hook;

  private ServerProcess(Process process, Path log, long before, Runnable lastWords) {
    this.process = process;
    this.log = log;
    this.before = before;
    // A signal ends the child first and then this process, with the child's status.
    this.hook =
        new Thread(() -> {
          end(process);
          lastWords.run();
          Runtime.getRuntime().halt(process.isAlive() ? 1 : process.exitValue());
        });
  }

  /// Starts a coordinator, which a signal to this process ends too.
  ///
  /// @param lastWords is run when a signal ended the child, before this process ends
  public static ServerProcess start(
      ServerLauncher launcher, java.util.Map<String, String> settings, Path log, Runnable lastWords)
      throws CommandException {
    try {
      long before = Files.exists(log) ? Files.size(log) : 0;
      ServerProcess server =
          new ServerProcess(launcher.start(settings, log), log, before, lastWords);
      Runtime.getRuntime().addShutdownHook(server.hook);
      return server;
    } catch (IOException e) {
      throw new CommandException(
          "the coordinator could not be started (%s).".formatted(e.getMessage()), e);
    }
  }

  /// Looks now and then whether something holds, until it does.
  @FunctionalInterface
  public interface Look {
    boolean holds() throws CommandException;
  }

  /// Waits until the server answers that it is healthy and `alsoHolds` does.
  ///
  /// @param waiting is told every second how many have passed
  public void awaitHealth(URI url, Look alsoHolds, LongConsumer waiting) throws CommandException {
    HttpRequest health = HttpRequest.newBuilder(url.resolve("/health")).timeout(CALL).GET().build();
    long begun = System.nanoTime();
    long told = 0;
    try (HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CALL).build()) {
      while (!(answers(client, health) && alsoHolds.holds())) {
        Duration passed = Duration.ofNanos(System.nanoTime() - begun);
        if (passed.toSeconds() > told) {
          told = passed.toSeconds();
          waiting.accept(told);
        }
        if (passed.compareTo(PATIENCE_AT_START) > 0) {
          throw new CommandException(
              "the coordinator did not become ready in %d s; its log is %s."
                  .formatted(passed.toSeconds(), log),
              lastLines());
        }
        if (process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
          throw died();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("waiting for the coordinator was interrupted.", e);
    }
  }

  private static boolean answers(HttpClient client, HttpRequest health)
      throws InterruptedException {
    try {
      return client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Waits until the server ends and gives its status.
  public int awaitEnd() throws CommandException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("waiting for the coordinator was interrupted.", e);
    }
  }

  /// Says that it ended without being asked to.
  public CommandException died() {
    return new CommandException(
        "the coordinator ended with status %d; its log is %s.".formatted(process.exitValue(), log),
        lastLines());
  }

  /// The end of what this run has written to the log.
  private List<String> lastLines() {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(Math.max(before, Files.size(log) - LAST_BYTES));
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
              .map(line -> SafeText.line(line, LONGEST_LINE))
              .toList();
      return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_AT_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the child if it still runs.
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException signalled) {
      // This process is being ended; the hook ends the child and gives its status.
      return;
    }
    end(process);
  }
}
