package dev.wayleave.importers.headscale.config;

/// One setting as it was found.
///
/// @param key the spelling of the newest release
/// @param writtenAs the spelling that was found, or the environment variable
/// @param place where, for a person: the file with its line, or the environment
record Setting(String key, String writtenAs, SettingValue value, String place) {
  boolean isOldSpelling() {
    return !writtenAs.equals(key) && !writtenAs.startsWith(Variables.PREFIX);
  }

  /// How a finding names it.
  String object() {
    return "setting " + writtenAs + " (" + place + ")";
  }
}
