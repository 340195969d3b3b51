package dev.wayleave.tailnet.cutover.kit;

import java.util.Locale;

/// What a device runs, as far as it decides how the device is told.
enum OperatingSystem {
  LINUX("linux"),
  WINDOWS("windows"),
  MACOS("macos"),
  /// iPhones, iPads and Apple TVs.
  IOS("ios"),
  ANDROID("android"),
  /// Another system, or one that the source does not tell; taken for one with a POSIX shell.
  OTHER("other");

  private final String label;

  OperatingSystem(String label) {
    this.label = label;
  }

  static OperatingSystem of(String reported) {
    return switch (reported.toLowerCase(Locale.ROOT)) {
      case "linux" -> LINUX;
      case "windows" -> WINDOWS;
      case "macos", "darwin" -> MACOS;
      case "ios", "ipados", "tvos" -> IOS;
      case "android" -> ANDROID;
      default -> OTHER;
    };
  }

  String label() {
    return label;
  }

  /// Whether a script can be run on it at all.
  boolean runsScripts() {
    return this != IOS && this != ANDROID;
  }

  boolean runsShell() {
    return runsScripts() && this != WINDOWS;
  }
}
