package dev.wayleave.coordinator;

import dev.wayleave.coordinator.oidc.ProvidersFile;
import dev.wayleave.coordinator.proxy.TrustedProxies;
import dev.wayleave.coordinator.tls.PemFiles;
import dev.wayleave.coordinator.tls.TlsException;
import dev.wayleave.coordinator.tls.TlsOptions;
import dev.wayleave.coordinator.tls.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the environment says about a start.
///
/// @param metrics where metrics are served; null means nowhere
/// @param serverUrl the URL that clients hold; null leaves it to imported settings
/// @param tls where the listener's certificate comes from
/// @param endsWithInput whether to stop when standard input ends
/// @param database an external database; null means an embedded one in `data`
record ServerOptions(
    HostPort listen,
    @Nullable HostPort metrics,
    Path data,
    @Nullable String serverUrl,
    @Nullable External database,
    TlsOptions tls,
    boolean jsonLogs,
    boolean endsWithInput) {
  static final String LISTEN = "WAYLEAVE_LISTEN";
  static final String METRICS = "WAYLEAVE_METRICS_LISTEN";
  private static final String NO_METRICS = "off";
  private static final int METRICS_DISTANCE = 9090 - 8080;
  private static final String SERVER_URL = "WAYLEAVE_SERVER_URL";
  private static final String DB_URL = "WAYLEAVE_DB_URL";
  private static final String PROXIES = "WAYLEAVE_TRUSTED_PROXIES";
  private static final String JDBC = "jdbc:postgresql://";

  /// A database that someone else runs.
  record External(String jdbcUrl, String user, String password) {
    /// Names the address, never the password.
    @Override
    public String toString() {
      return jdbcUrl;
    }
  }

  static ServerOptions of(Map<String, String> environment, boolean terminal) throws StartException {
    checkServerUrl(environment.get(SERVER_URL));
    checkProxies(environment.getOrDefault(PROXIES, ""));
    checkProviders(environment.get(variable(ProvidersFile.KEY)));
    HostPort listen = HostPort.parse(LISTEN, environment.getOrDefault(LISTEN, "127.0.0.1:8080"));
    return new ServerOptions(
        listen,
        metrics(environment, listen),
        Path.of(environment.getOrDefault("WAYLEAVE_DATA", ".wayleave")).toAbsolutePath(),
        environment.get(SERVER_URL),
        database(environment),
        tls(environment),
        environment.getOrDefault("WAYLEAVE_LOG", terminal ? "text" : "json").equals("json"),
        Boolean.parseBoolean(environment.get("WAYLEAVE_END_WITH_INPUT")));
  }

  /// The name of the variable that a key of the configuration file stands for.
  static String variable(String key) {
    return "WAYLEAVE_" + key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /// Reads the settings of certificates, and their files once to find mistakes before the start.
  private static TlsOptions tls(Map<String, String> environment) throws StartException {
    try {
      TlsOptions options =
          TlsSettings.read(
              key -> Optional.ofNullable(environment.get(variable(key))),
              Optional.ofNullable(environment.get(SERVER_URL)));
      if (options instanceof TlsOptions.Files files) {
        PemFiles.read(files.certificate(), files.key());
      }
      return options;
    } catch (TlsException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkProxies(String named) throws StartException {
    try {
      Object _ = TrustedProxies.parse(named);
    } catch (IllegalArgumentException e) {
      throw new StartException("In " + PROXIES + " " + e.getMessage() + ".", e);
    }
  }

  private static void checkProviders(@Nullable String file) throws StartException {
    if (file == null) {
      return;
    }
    try {
      ProvidersFile.check(Path.of(file));
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkServerUrl(@Nullable String url) throws StartException {
    if (url != null && !url.matches("https?://[^/?#\\s]+/?")) {
      throw new StartException(
          SERVER_URL + " is \"" + url + "\"; write http(s)://HOST[:PORT] without a path.");
    }
  }

  /// Metrics have a listener of their own on the loopback address: on 9090 beside 8080, and as far
  /// from any other port, so that two coordinators of one machine do not meet. Where nobody named
  /// one and that port is taken, any free one will do; `off` means none.
  private static @Nullable HostPort metrics(Map<String, String> environment, HostPort listen)
      throws StartException {
    String named = environment.get(METRICS);
    if (NO_METRICS.equals(named)) {
      return null;
    }
    if (named != null) {
      return HostPort.parse(METRICS, named);
    }
    HostPort usual = new HostPort("127.0.0.1", metricsPort(listen.port()));
    return usual.isFree() ? usual : usual.withPort(HostPort.freePort(usual.host()));
  }

  private static int metricsPort(int listenPort) {
    if (listenPort == 0) {
      return 0;
    }
    return listenPort + METRICS_DISTANCE <= HostPort.GREATEST_PORT
        ? listenPort + METRICS_DISTANCE
        : listenPort - METRICS_DISTANCE;
  }

  private static @Nullable External database(Map<String, String> environment)
      throws StartException {
    String url = environment.get(DB_URL);
    if (url == null || url.isBlank()) {
      return null;
    }
    String jdbc =
        url.startsWith("jdbc:") ? url : "jdbc:" + url.replaceFirst("^postgres:", "postgresql:");
    if (!jdbc.startsWith(JDBC)) {
      throw new StartException(
          DB_URL + " does not begin with postgresql://; write postgresql://HOST:PORT/DATABASE.");
    }
    String authority = jdbc.substring(JDBC.length()).split("/", 2)[0];
    if (authority.contains("@") || jdbc.contains("password=")) {
      throw new StartException(
          DB_URL
              + " holds a user or password; put them in WAYLEAVE_DB_USER and WAYLEAVE_DB_PASSWORD.");
    }
    return new External(
        jdbc,
        environment.getOrDefault("WAYLEAVE_DB_USER", "wayleave"),
        Optional.ofNullable(environment.get("WAYLEAVE_DB_PASSWORD")).orElse(""));
  }
}
