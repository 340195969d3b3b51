package dev.wayleave.coordinator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerOptionsTest {
  @TempDir Path folder;

  private ServerOptions options(Map<String, String> environment) throws StartException {
    return ServerOptions.of(ConfigFile.beneath(environment), false);
  }

  private Map<String, String> config(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("wayleave.conf"), text);
    return new HashMap<>(Map.of("WAYLEAVE_CONFIG", file.toString()));
  }

  @Test
  void theConfigurationFileIsRead() throws Exception {
    ServerOptions options =
        options(config("# ours\nlisten: 127.0.0.1:18999\nserver-url = https://vpn.example.com\n"));
    assertThat(options.listen()).hasToString("127.0.0.1:18999");
    assertThat(options.serverUrl()).isEqualTo("https://vpn.example.com");
  }

  @Test
  void flagsOutrankTheConfigurationFile() throws Exception {
    Map<String, String> environment = config("listen: 127.0.0.1:18999\n");
    environment.put("WAYLEAVE_LISTEN", "127.0.0.1:18998");
    assertThat(options(environment).listen()).hasToString("127.0.0.1:18998");
  }

  @Test
  void anUnknownKeyIsNamedWithItsFile() {
    assertThatThrownBy(() -> options(config("lisen: 127.0.0.1:1\n")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("wayleave.conf sets \"lisen\", which is not known; known are data,");
  }

  @Test
  void aServerUrlWithAPathIsRefused() {
    assertThatThrownBy(() -> options(Map.of("WAYLEAVE_SERVER_URL", "https://vpn.example.com/x")))
        .hasMessage(
            "WAYLEAVE_SERVER_URL is \"https://vpn.example.com/x\"; write http(s)://HOST[:PORT]"
                + " without a path.");
  }

  @Test
  void metricsAreServedNowhereWhereTheyAreOff() throws Exception {
    assertThat(options(Map.of("WAYLEAVE_METRICS_LISTEN", "off")).metrics()).isNull();
    assertThat(options(config("metrics-listen: off\n")).metrics()).isNull();
  }

  @Test
  void twoCoordinatorsOfOneMachineHaveTheirMetricsApart() throws Exception {
    HostPort one = requireNonNull(options(Map.of("WAYLEAVE_LISTEN", "127.0.0.1:21080")).metrics());
    HostPort other =
        requireNonNull(options(Map.of("WAYLEAVE_LISTEN", "127.0.0.1:65535")).metrics());
    assertThat(one.host()).isEqualTo("127.0.0.1");
    assertThat(one.port()).isNotEqualTo(other.port()).isNotEqualTo(21080);
  }
}
