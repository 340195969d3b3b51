package dev.wayleave.coordinator;

import dev.wayleave.coordinator.oidc.ProvidersFile;
import dev.wayleave.coordinator.tls.TlsSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/// A configuration file: lines `KEY: VALUE` or `KEY=VALUE`, `#` begins a comment.
///
/// Its keys are the `WAYLEAVE_…` variables in lower case with dashes: `listen`, `server-url`;
/// limits are the properties of `docs/limits.md` without `wayleave.`: `control.streams`. A variable
/// of the environment, and so a flag of `wayleave serve`, outranks the file.
final class ConfigFile {
  /// The variable that names the file.
  static final String VARIABLE = "WAYLEAVE_CONFIG";

  private static final Set<String> KEYS =
      new TreeSet<>(
          List.of(
              "listen",
              "metrics-listen",
              "server-url",
              "data",
              "db-url",
              "db-user",
              "db-password",
              "log",
              ProvidersFile.KEY,
              "trusted-proxies"));

  static {
    KEYS.addAll(TlsSettings.KEYS);
    KEYS.addAll(LimitKeys.ALL);
  }

  private ConfigFile() {}

  /// The environment with what the file adds to it.
  static Map<String, String> beneath(Map<String, String> environment) throws StartException {
    String file = environment.get(VARIABLE);
    if (file == null) {
      return environment;
    }
    Map<String, String> merged = new HashMap<>(read(Path.of(file)));
    merged.putAll(environment);
    return merged;
  }

  private static Map<String, String> read(Path file) throws StartException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartException(
          "The configuration file " + file + " cannot be read; correct --config or the file.", e);
    }
    Map<String, String> variables = new HashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (!KEYS.contains(key)) {
        throw new StartException(
            "The configuration file "
                + file
                + " sets \""
                + key
                + "\", which is not known; known are "
                + String.join(", ", KEYS)
                + ".");
      }
      variables.put(ServerOptions.variable(key), properties.getProperty(key).strip());
    }
    return variables;
  }
}
