package dev.wayleave.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.api.client.CoordinatorAddress;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinatorFinderTest {
  private static final URI REMOTE = URI.create("https://vpn.example.com");

  @TempDir Path folder;

  private Path data(String name, String url, String key) throws IOException {
    Path data = Files.createDirectory(folder.resolve(name));
    Files.writeString(data.resolve("server.url"), url + "\n");
    Files.writeString(data.resolve("admin.key"), key + "\n");
    return data;
  }

  private CoordinatorAddress find(
      Map<String, String> environment, @Nullable Path data, @Nullable URI wanted)
      throws CommandException {
    return new CoordinatorFinder(Consoles.in(folder, environment), data).find(wanted);
  }

  private static CoordinatorAddress address(String url, String key) {
    return new CoordinatorAddress(URI.create(url), SecretText.of(key));
  }

  @Test
  void dataOnTheCommandLineComesBeforeTheEnvironment() throws Exception {
    Path a = data("a", "http://127.0.0.1:1", "key-a");
    data("b", "http://127.0.0.1:2", "key-b");
    Map<String, String> environment =
        Map.of("WAYLEAVE_DATA", "b", "WAYLEAVE_URL", REMOTE.toString(), "WAYLEAVE_API_KEY", "k");
    assertThat(find(environment, a, null)).isEqualTo(address("http://127.0.0.1:1", "key-a"));
    assertThat(find(environment, null, null)).isEqualTo(address("http://127.0.0.1:2", "key-b"));
  }

  @Test
  void environmentIsTakenElsewhere() throws Exception {
    Files.writeString(folder.resolve("key"), "from-file\n");
    assertThat(
            find(
                Map.of("WAYLEAVE_URL", "https://vpn.example.com", "WAYLEAVE_API_KEY", "k"),
                null,
                null))
        .isEqualTo(address("https://vpn.example.com", "k"));
    assertThat(find(Map.of("WAYLEAVE_API_KEY_FILE", "key"), null, REMOTE))
        .isEqualTo(address("https://vpn.example.com", "from-file"));
  }

  @Test
  void usualFolderIsTheLastResort() throws Exception {
    data(".wayleave", "http://127.0.0.1:8080", "k");
    assertThat(find(Map.of(), null, null)).isEqualTo(address("http://127.0.0.1:8080", "k"));
    assertThat(find(Map.of(), null, URI.create("http://localhost:8080")).apiKey())
        .isEqualTo(SecretText.of("k"));
  }

  @Test
  void keyOfADataDirectoryGoesToNoOtherServer() throws Exception {
    Path data = data("a", "http://127.0.0.1:8080", "k");
    assertThatThrownBy(() -> find(Map.of(), data, REMOTE))
        .hasMessageStartingWith("there is no API key for https://vpn.example.com;");
    assertThatThrownBy(() -> find(Map.of(), data, URI.create("http://127.0.0.1:8081")))
        .isInstanceOf(CommandException.class);
  }

  @Test
  void nothingKnownIsASentenceWithTheWays() {
    assertThatThrownBy(() -> find(Map.of(), null, null))
        .hasMessageContaining("--data DIR")
        .hasMessageContaining("WAYLEAVE_API_KEY");
    assertThatThrownBy(() -> find(Map.of(), folder, null)).hasMessageContaining("server.url");
  }
}
