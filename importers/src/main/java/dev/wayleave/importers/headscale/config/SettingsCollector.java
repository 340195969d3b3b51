package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Brings the settings of file and environment together: the environment outranks the file, the new
/// spelling of a key the old one.
final class SettingsCollector {
  private final Map<String, Setting> settings = new TreeMap<>();
  private final Findings findings;

  private SettingsCollector(Findings findings) {
    this.findings = findings;
  }

  static Settings collect(
      String file, SettingValue.Table document, Map<String, String> environment, Findings findings)
      throws SourceException {
    SettingsCollector collector = new SettingsCollector(findings);
    List<Setting> inFile = new ArrayList<>();
    flatten("", document, file, inFile);
    inFile.forEach(collector::put);
    for (Setting variable : Variables.read(environment)) {
      collector.settings.put(variable.key(), variable);
    }
    return new Settings(collector.settings, findings);
  }

  private static void flatten(
      String prefix, SettingValue.Table table, String file, List<Setting> out) {
    for (Map.Entry<String, SettingValue> entry : table.entries().entrySet()) {
      String key = prefix + entry.getKey();
      SettingValue value = entry.getValue();
      if (value instanceof SettingValue.Table inner && !KnownKeys.isMap(key)) {
        flatten(key + ".", inner, file, out);
      } else {
        String place = file + " line " + value.line();
        out.add(new Setting(OldSpellings.current(key), key, value, place));
      }
    }
  }

  private void put(Setting setting) {
    // An empty key counts as absent, and so does a section of which every line is commented out.
    if (setting.value() instanceof SettingValue.Nothing
        && (KnownKeys.isKnown(setting.key()) || KnownKeys.isSection(setting.key()))) {
      return;
    }
    Setting other = settings.putIfAbsent(setting.key(), setting);
    if (other == null) {
      return;
    }
    Setting loser = other.isOldSpelling() ? other : setting;
    settings.put(setting.key(), other.isOldSpelling() ? setting : other);
    findings.info(
        "CONFIG_KEY_TWICE",
        loser.object(),
        loser.writtenAs() + " is set beside " + loser.key() + ", which counts.",
        "Nothing, if the value of " + loser.key() + " is the right one.");
  }
}
