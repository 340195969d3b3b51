package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.cli.trial.ServerLauncher;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `try` says when there is no coordinator to speak to; with one it is tested end to end.
class TryCommandTest {
  @TempDir Path folder;

  @Test
  void portThatIsTakenIsOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun command = new CommandRun(folder);
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
    String dying = "echo Another coordinator, process 4711, runs on this data directory. >&2";
    CommandRun command =
        new CommandRun(folder)
            .servers(ServerLauncher.ofCommand(List.of("sh", "-c", dying + "; exit 3")));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(command.run("try", "--listen", "127.0.0.1:" + port, "--data", "data")).isEqualTo(1);
    Path data = folder.resolve("data");
    assertThat(command.err())
        .contains(
            "the coordinator ended with status 3; its log is " + data.resolve("coordinator.log"))
        .contains("Another coordinator, process 4711, runs on this data directory.");
    assertThat(command.out()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
  }
}
