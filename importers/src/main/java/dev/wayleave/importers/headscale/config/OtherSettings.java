package dev.wayleave.importers.headscale.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The settings that no field of the model holds: they are kept by their key, and told of where a
/// person would want to know.
final class OtherSettings {
  private final Settings settings;
  private final String file;
  private final Findings findings;

  OtherSettings(Settings settings, String file, Findings findings) {
    this.settings = settings;
    this.file = file;
    this.findings = findings;
  }

  /// Whether a setting's value is kept among the secrets: by its key, or by its look where the key
  /// is unknown.
  static boolean isSecret(Setting setting) {
    return KnownKeys.isSecret(setting.key())
        || (!KnownKeys.isKnown(setting.key()) && Redaction.smellsOfSecret(setting));
  }

  Map<String, String> read() {
    Map<String, String> other = new TreeMap<>();
    for (Setting setting : settings.all()) {
      if (!KnownKeys.isModelled(setting.key()) && !isSecret(setting)) {
        other.put(setting.key(), setting.value().print());
      }
      if (!KnownKeys.isKnown(setting.key())) {
        unknown(setting);
      }
    }
    withoutEffect();
    oldSpellings();
    return other;
  }

  private void unknown(Setting setting) {
    findings.info(
        "CONFIG_KEY_UNKNOWN",
        setting.object(),
        "No release of Headscale reads "
            + setting.writtenAs()
            + " = \""
            + Redaction.shown(setting)
            + "\"; it is kept and has no effect.",
        "Check its spelling.");
  }

  private void withoutEffect() {
    String keys =
        settings.all().stream()
            .map(Setting::key)
            .filter(KnownKeys::isWithoutEffect)
            .collect(Collectors.joining(", "));
    if (!keys.isEmpty()) {
      findings.info(
          "CONFIG_KEYS_WITHOUT_EFFECT",
          "configuration " + file,
          "These settings are about Headscale's own process and have no effect elsewhere: "
              + keys
              + ".",
          "Nothing: they are kept for a way back.");
    }
  }

  private void oldSpellings() {
    String keys =
        settings.all().stream()
            .filter(Setting::isOldSpelling)
            .map(setting -> setting.writtenAs() + " as " + setting.key())
            .collect(Collectors.joining(", "));
    if (!keys.isEmpty()) {
      findings.info(
          "CONFIG_OLD_SPELLING",
          "configuration " + file,
          "Settings of older releases are read by their newer names: " + keys + ".",
          "Nothing.");
    }
  }
}
