package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Settings that the environment overrides: `HEADSCALE_`, then the key in upper case with `_` for
/// each dot. An empty variable counts as absent.
final class Variables {
  static final String PREFIX = "HEADSCALE_";

  private Variables() {}

  static String name(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /// The settings that stand in an environment.
  static List<Setting> read(Map<String, String> environment) throws SourceException {
    Map<String, String> known = KnownKeys.byVariable();
    List<Setting> settings = new ArrayList<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (variable.getKey().startsWith(PREFIX) && !variable.getValue().isEmpty()) {
        String key = known.getOrDefault(variable.getKey(), variable.getKey());
        settings.add(
            new Setting(
                OldSpellings.current(key),
                variable.getKey(),
                value(key, variable.getKey(), variable.getValue()),
                "the environment"));
      }
    }
    return settings;
  }

  /// Maps and lists of maps are JSON in a variable, which is YAML too.
  private static SettingValue value(String key, String variable, String text)
      throws SourceException {
    if (KnownKeys.isMap(key)) {
      return YamlDocument.parse("the environment variable " + variable, text);
    }
    return new SettingValue.Text(text, 0);
  }
}
