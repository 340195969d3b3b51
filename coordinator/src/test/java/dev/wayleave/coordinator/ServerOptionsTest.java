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
        .hasMessageContaining("wayleave.conf sets \"lisen\", which is not known; known are acme,");
  }

  @Test
  void limitsStandInTheFileWithoutTheirPrefixAndUnknownOnesAreNamed() throws Exception {
    Map<String, String> environment =
        ConfigFile.beneath(
            config("control.streams: 300\nlogin.per-minute: 5\nrelay.stun-burst = 9\n"));
    assertThat(Listener.settings(environment))
        .containsEntry("wayleave.control.streams", "300")
        .containsEntry("wayleave.login.per-minute", "5")
        .containsEntry("wayleave.relay.stun-burst", "9")
        .hasSize(3);
    assertThatThrownBy(() -> options(config("control.stream: 300\n")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("sets \"control.stream\", which is not known")
        .hasMessageContaining("control.streams, ");
  }

  @Test
  void aVariableOutranksALimitOfTheFile() throws Exception {
    Map<String, String> environment = config("map.keep-alive: 20S\ntrusted-proxies: 10.0.0.1\n");
    environment.put("WAYLEAVE_MAP_KEEP_ALIVE", "30S");
    assertThat(Listener.settings(ConfigFile.beneath(environment)))
        .containsEntry("wayleave.map.keep-alive", "30S")
        .containsEntry("wayleave.trusted-proxies", "10.0.0.1");
  }

  @Test
  void aProxyThatIsNoAddressIsNamed() {
    assertThatThrownBy(() -> options(Map.of("WAYLEAVE_TRUSTED_PROXIES", "10.0.0.1,proxy")))
        .hasMessage(
            "In WAYLEAVE_TRUSTED_PROXIES \"proxy\" is no address or prefix; write 10.0.0.5 or"
                + " 10.0.0.0/8.");
  }

  /// The table in the documentation and the limits know the same names.
  @Test
  void everyLimitIsDocumented() throws Exception {
    Path root = Path.of(System.getProperty("wayleave.root", ".."));
    String documented = Files.readString(root.resolve("docs/limits.md"));
    for (String key : LimitKeys.ALL) {
      String last = key.substring(key.indexOf('.') + 1);
      assertThat(
              documented.contains(last)
                  || key.equals("stun.listen")
                  || key.equals("derp.own-relay"))
          .as("docs/limits.md names %s", key)
          .isTrue();
    }
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
