package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.cli.trial.ServerLauncher;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `try` with a stand-in for the coordinator as its child.
class TryCommandTest {
  private static final ServerLauncher STUB =
      ServerLauncher.ofCommand(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              StubCoordinator.class.getName()));

  @TempDir Path folder;

  /// Runs `try` until it is ready, then has the stand-in end, and gives the status.
  private int runUntilReady(CommandRun command, int port, String... more) throws Exception {
    List<String> args = new java.util.ArrayList<>(List.of("try", "--listen", "127.0.0.1:" + port));
    args.addAll(List.of(more));
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(() -> command.run(args.toArray(String[]::new)));
    String ready = "Wayleave is ready at http://127.0.0.1:" + port + "\n";
    Await.until("try is ready", () -> command.out().contains(ready) || status.isDone());
    if (!status.isDone()) {
      stop(port);
    }
    return status.get(20, TimeUnit.SECONDS);
  }

  private static void stop(int port) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/stop")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException ended) {
      // It ends in the middle of the answer.
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void importsTheSampleOnceAndShowsTheKeyOnce() throws Exception {
    CommandRun command = new CommandRun(folder).servers(STUB);
    int port = freePort();
    assertThat(runUntilReady(command, port)).isZero();
    assertThat(command.out())
        .contains("Migration plan")
        .contains("Applied as migration m1.")
        .contains("The Noise key is in force after a restart.")
        .contains("Admin API key: stub-key\n")
        .contains("What to do next")
        .contains("Wayleave is ready at http://127.0.0.1:" + port + "\n");
    Path data = folder.resolve(".wayleave");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertThat(Files.readString(data.resolve("coordinator.log"))).contains("Wayleave is ready");

    CommandRun second = new CommandRun(folder).servers(STUB);
    assertThat(runUntilReady(second, port)).isZero();
    assertThat(second.err()).contains("this data holds a migration already");
    assertThat(second.out())
        .doesNotContain("stub-key")
        .doesNotContain("Applied as")
        .contains("Wayleave is ready at http://127.0.0.1:" + port + "\n");
  }

  @Test
  void portThatIsTakenIsOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun command = new CommandRun(folder).servers(STUB);
      int status = command.run("try", "--listen", "127.0.0.1:" + taken.getLocalPort());
      assertThat(status).isEqualTo(1);
      assertThat(command.err())
          .isEqualTo(
              "wayleave: something listens at 127.0.0.1:%d already; stop it or give another --listen.\n"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void childThatDiesIsToldWithItsLogAndLastLines() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("refuse"), "");
    CommandRun command = new CommandRun(folder).servers(STUB);
    assertThat(runUntilReady(command, freePort(), "--data", "data")).isEqualTo(1);
    assertThat(command.err())
        .contains(
            "the coordinator ended with status 3; its log is " + data.resolve("coordinator.log"))
        .contains("Another coordinator, process 4711, runs on this data directory.");
    assertThat(command.out()).isEmpty();
  }

  @Test
  void sourceThatCannotBeReadEndsTheChildToo() throws Exception {
    CommandRun command = new CommandRun(folder).servers(STUB);
    int port = freePort();
    assertThat(runUntilReady(command, port, "--from", "headscale:nothing.yaml")).isEqualTo(1);
    assertThat(command.err()).contains("nothing.yaml does not exist");
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Test
  void migrationsAreListedWithTheKeyOfTheDataDirectory() throws Exception {
    CommandRun command = new CommandRun(folder).servers(STUB);
    int port = freePort();
    Process stub =
        STUB.start(
            java.util.Map.of(
                "WAYLEAVE_DATA", folder.toString(), "WAYLEAVE_LISTEN", "127.0.0.1:" + port),
            folder.resolve("log"));
    try {
      Await.until("the stub is up", () -> Files.exists(folder.resolve("server.url")));
      assertThat(command.run("migrations", "--data", ".")).isZero();
      assertThat(command.out()).isEqualTo("There are no migrations.\n");
      command.with("WAYLEAVE_API_KEY", "wrong");
      assertThat(command.run("migrations", "--to", "wayleave:http://127.0.0.1:" + port))
          .isEqualTo(1);
      assertThat(command.err()).isEqualTo("wayleave: This key is not known.\n");
    } finally {
      stub.destroy();
      assertThat(stub.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
