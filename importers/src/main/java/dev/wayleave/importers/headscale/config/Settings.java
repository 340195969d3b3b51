package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.Finding;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings by their newest spelling.
///
/// A value that its setting cannot take is a finding, and the default stands in for it.
final class Settings {
  private final Map<String, Setting> settings;
  private final Findings findings;

  Settings(Map<String, Setting> settings, Findings findings) {
    this.settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    this.findings = findings;
  }

  Collection<Setting> all() {
    return settings.values();
  }

  @Nullable Setting find(String key) {
    return settings.get(key);
  }

  boolean isSet(String key) {
    return settings.containsKey(key);
  }

  /// Whether any key begins so, in the spelling that was found.
  boolean anyWrittenAs(String prefix) {
    return settings.values().stream().anyMatch(one -> one.writtenAs().startsWith(prefix));
  }

  /// Whether any key begins so, however it was written.
  boolean any(String prefix) {
    return settings.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  /// A text; empty where it is absent.
  String text(String key) {
    return text(key, "");
  }

  String text(String key, String absent) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return absent;
    }
    if (setting.value() instanceof SettingValue.Text(String text, _)) {
      return text;
    }
    invalid(setting, "one text", absent);
    return absent;
  }

  boolean flag(String key, boolean absent) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return absent;
    }
    return switch (setting.value().print()) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      // Releases with an older YAML reader took these words for what they say, newer ones for
      // false.
      case "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> unclear(setting, true);
      case "no", "No", "NO", "off", "Off", "OFF", "n", "N" -> false;
      default -> {
        invalid(setting, "true or false", String.valueOf(absent));
        yield absent;
      }
    };
  }

  private boolean unclear(Setting setting, boolean taken) {
    findings.action(
        "CONFIG_VALUE_UNCLEAR",
        setting.object(),
        "\""
            + setting.value().print()
            + "\" is true to some releases of Headscale and false to"
            + " others; it is taken for "
            + taken
            + ".",
        "Write true or false in its place.");
    return taken;
  }

  int number(String key, int absent) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return absent;
    }
    String text = setting.value().print();
    if (text.matches("\\d{1,9}")) {
      return Integer.parseInt(text);
    }
    invalid(setting, "a number", String.valueOf(absent));
    return absent;
  }

  /// A list; a text is split at blanks, as Headscale does.
  List<String> texts(String key) {
    Setting setting = settings.get(key);
    return setting == null ? List.of() : texts(setting.value());
  }

  static List<String> texts(SettingValue value) {
    return switch (value) {
      case SettingValue.Text(String text, _) ->
          text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
      case SettingValue.Items(List<SettingValue> items, _) ->
          items.stream().map(SettingValue::print).toList();
      case SettingValue.Table _, SettingValue.Nothing _ -> List.of();
    };
  }

  /// A map; empty where it is absent.
  Map<String, SettingValue> table(String key) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return Map.of();
    }
    if (setting.value() instanceof SettingValue.Table(Map<String, SettingValue> entries, _)) {
      return entries;
    }
    invalid(setting, "a map", "none");
    return Map.of();
  }

  /// A duration in ISO-8601; null where it is `0` or less, which Headscale takes for "never".
  @Nullable String duration(String key, @Nullable String absent) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return absent;
    }
    Optional<Duration> duration = GoDuration.parse(setting.value().print());
    if (duration.isEmpty()) {
      invalid(setting, "a duration such as 30m or 180d", absent == null ? "never" : absent);
      return absent;
    }
    return duration.get().isPositive() ? duration.get().toString() : null;
  }

  /// Reports a value that its setting cannot take.
  void invalid(Setting setting, String expected, String taken) {
    findings.add(
        Finding.action(
            "CONFIG_VALUE_INVALID",
            setting.object(),
            "\""
                + Redaction.shown(setting)
                + "\" is not "
                + expected
                + "; instead it is taken for \""
                + taken
                + "\".",
            "Correct " + setting.writtenAs() + " and read again."));
  }
}
