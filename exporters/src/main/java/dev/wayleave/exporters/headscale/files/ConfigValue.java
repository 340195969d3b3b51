package dev.wayleave.exporters.headscale.files;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The value of a setting.
sealed interface ConfigValue {
  /// A scalar, as its text.
  record Text(String text) implements ConfigValue {}

  /// A list of texts.
  record Words(List<String> words) implements ConfigValue {
    public Words {
      words = List.copyOf(words);
    }
  }

  /// A map of lists.
  record Lists(Map<String, List<String>> entries) implements ConfigValue {
    public Lists {
      entries = Collections.unmodifiableMap(new TreeMap<>(entries));
    }
  }

  /// A map of texts.
  record Texts(Map<String, String> entries) implements ConfigValue {
    public Texts {
      entries = Collections.unmodifiableMap(new TreeMap<>(entries));
    }
  }

  static ConfigValue of(String text) {
    return new Text(text);
  }

  static ConfigValue of(boolean flag) {
    return new Text(Boolean.toString(flag));
  }

  static ConfigValue of(List<String> words) {
    return new Words(words);
  }
}
