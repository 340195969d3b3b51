package dev.wayleave.importers.headscale.config;

/// What came of reading a file that the configuration names.
sealed interface FileContent {
  /// The path, made absolute.
  String path();

  /// The content, byte for byte where it is UTF-8.
  record Found(String path, String text) implements FileContent {}

  /// There is nothing of that name.
  record Missing(String path) implements FileContent {}

  /// The file is there, or something of its name is, and its content is not to be had.
  ///
  /// @param why completes a sentence that begins with the path
  /// @param remedy a sentence
  record Unreadable(String path, String why, String remedy) implements FileContent {}
}
