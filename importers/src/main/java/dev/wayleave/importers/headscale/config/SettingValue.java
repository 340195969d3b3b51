package dev.wayleave.importers.headscale.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A value of the configuration file with the line it begins on, counted from 1; line 0 means that
/// it does not stand in the file.
///
/// Scalars stay the text that was written: `0770` and `1e3` mean what the setting takes them for.
sealed interface SettingValue {
  int line();

  /// A scalar.
  record Text(String text, int line) implements SettingValue {}

  /// A list.
  record Items(List<SettingValue> items, int line) implements SettingValue {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// A map; its keys are in lower case, as Headscale's reader turns them.
  record Table(Map<String, SettingValue> entries, int line) implements SettingValue {
    public Table {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  /// A key without a value.
  record Nothing(int line) implements SettingValue {}

  /// The value on one line: a list in brackets, a map in braces.
  default String print() {
    return switch (this) {
      case Text(String text, _) -> text;
      case Items(List<SettingValue> items, _) ->
          items.stream().map(SettingValue::print).collect(Collectors.joining(", ", "[", "]"));
      case Table(Map<String, SettingValue> entries, _) ->
          entries.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + entry.getValue().print())
              .collect(Collectors.joining(", ", "{", "}"));
      case Nothing _ -> "";
    };
  }
}
