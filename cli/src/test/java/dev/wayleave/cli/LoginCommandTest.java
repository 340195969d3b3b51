package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person's login, what is kept of it, and its end.
class LoginCommandTest {
  private static final String SESSIONS = "/api/v1alpha/sessions";

  @TempDir Path folder;
  private HttpServer server;
  private String url = "";
  private String until = "2999-01-01T00:00:00Z";
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    url = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    String answer =
        switch (path) {
          case SESSIONS ->
              "{\"id\":\"1\",\"secret\":\"s3cret\",\"code\":\"BCDF-GHJK\",\"address\":\""
                  + url
                  + "/login/1\",\"until\":\"2999-01-01T00:00:00Z\"}";
          case SESSIONS + "/1/key" ->
              "{\"status\":\"open\",\"key\":\"hskey-api-a-b\",\"user\":\"ann\",\"until\":\""
                  + until
                  + "\"}";
          case SESSIONS + "/end" -> "{\"status\":\"ended\"}";
          default -> "{\"items\":[]}";
        };
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private CommandRun run() {
    return new CommandRun(folder).with("XDG_CONFIG_HOME", folder.resolve("config").toString());
  }

  private Path file() {
    return folder.resolve("config/wayleave/sessions.json");
  }

  @Test
  void itShowsPageAndCodeAndKeepsTheKeyForOtherCommands() throws Exception {
    CommandRun login = run();
    assertThat(login.run("login", "--server", url)).as(login.err()).isEqualTo(ExitCode.DONE);
    assertThat(login.err()).contains(url + "/login/1", "BCDF-GHJK");
    assertThat(login.out()).contains("as ann").doesNotContain("hskey");
    assertThat(asked).containsExactly(SESSIONS + " null", SESSIONS + "/1/key null");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    CommandRun named = run().with("WAYLEAVE_URL", url);
    assertThat(named.run("users", "list")).as(named.err()).isEqualTo(ExitCode.DONE);
    assertThat(asked.getLast()).contains("Bearer hskey-api-a-b");
    assertThat(run().run("users", "list")).as("the only login there is").isEqualTo(ExitCode.DONE);
  }

  @Test
  void loggingOutEndsTheKeyThereAndForgetsItHere() throws Exception {
    assertThat(run().run("login", "--server", url)).isEqualTo(ExitCode.DONE);
    CommandRun logout = run();
    assertThat(logout.run("logout")).as(logout.err()).isEqualTo(ExitCode.DONE);
    assertThat(asked.getLast()).isEqualTo(SESSIONS + "/end null");
    assertThat(Files.readString(file())).doesNotContain("hskey");
    CommandRun again = run();
    assertThat(again.run("logout")).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).contains("not logged in");
  }

  @Test
  void aLoginThatHasEndedSaysSo() {
    until = "2000-01-01T00:00:00Z";
    assertThat(run().run("login", "--server", url)).isEqualTo(ExitCode.DONE);
    CommandRun later = run().with("WAYLEAVE_URL", url);
    assertThat(later.run("users", "list")).isEqualTo(ExitCode.FAILED);
    assertThat(later.err()).contains("has ended", "wayleave login --server");
  }

  @Test
  void theKeyOfOneServerGoesToNoOther() {
    assertThat(run().run("login", "--server", url)).isEqualTo(ExitCode.DONE);
    CommandRun other = run().with("WAYLEAVE_URL", "https://elsewhere.example.com");
    assertThat(other.run("users", "list")).isEqualTo(ExitCode.FAILED);
    assertThat(other.err()).contains("there is no API key for https://elsewhere.example.com");
  }

  @Test
  void noKeyIsAskedForOverAnUnencryptedConnection() {
    CommandRun plain = run();
    assertThat(plain.run("login", "--server", "http://vpn.example.com")).isEqualTo(ExitCode.FAILED);
    assertThat(plain.err()).contains("not encrypted");
  }
}
