package dev.wayleave.coordinator;

import dev.wayleave.coordinator.oidc.ProvidersFile;
import dev.wayleave.coordinator.tls.TlsOptions;
import dev.wayleave.coordinator.tls.TlsSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says to Quarkus where to listen, and whether encrypted.
final class Listener {
  private Listener() {}

  static Map<String, String> properties(ServerOptions options) {
    Map<String, String> properties = new HashMap<>();
    properties.put("quarkus.http.host", options.listen().host());
    String port = Integer.toString(options.listen().port());
    switch (options.tls()) {
      case TlsOptions.Off _ -> properties.put("quarkus.http.port", port);
      case TlsOptions.Files files -> properties.putAll(encrypted(port, files.httpPort()));
      case TlsOptions.Acme acme -> properties.putAll(encrypted(port, acme.httpPort()));
    }
    return properties;
  }

  private static Map<String, String> encrypted(String port, @Nullable Integer httpPort) {
    Map<String, String> properties = new HashMap<>();
    properties.put("quarkus.tls.server.protocols", "TLSv1.3,TLSv1.2");
    properties.put("quarkus.http.tls-configuration-name", "server");
    properties.put("quarkus.http.ssl-port", port);
    properties.put("quarkus.http.insecure-requests", httpPort == null ? "disabled" : "enabled");
    if (httpPort != null) {
      properties.put("quarkus.http.port", Integer.toString(httpPort));
    }
    return properties;
  }

  /// The settings that parts read by themselves.
  static Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>(LimitKeys.properties(environment));
    List<String> keys = new ArrayList<>(TlsSettings.KEYS);
    keys.add("trusted-proxies");
    keys.add(ProvidersFile.KEY);
    for (String key : keys) {
      String value = environment.get(ServerOptions.variable(key));
      if (value != null) {
        properties.put("wayleave." + key, value);
      }
    }
    return properties;
  }
}
