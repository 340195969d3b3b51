package dev.wayleave.exporters.headscale.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Paths inside the server's directory.
final class LocalPath {
  private LocalPath() {}

  /// Whether a path leads into the directory, wherever that lies. A variable in a path may lead
  /// anywhere.
  static boolean isLocal(String path) {
    if (path.isBlank() || path.contains("$") || path.contains("\\") || path.startsWith("~")) {
      return false;
    }
    try {
      Path normal = Path.of(path).normalize();
      return !normal.isAbsolute() && !normal.toString().isEmpty() && !normal.startsWith("..");
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /// The same path without dots.
  static String plain(String path) {
    return Path.of(path).normalize().toString();
  }

  /// The last part of a path, where it can be a file's name.
  static String name(String path, String otherwise) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return isLocal(name) && plain(name).equals(name) ? name : otherwise;
  }
}
