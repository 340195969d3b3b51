package dev.wayleave.cli.report;

/// How results are printed; the names are those of the command line.
public enum Format {
  /// For people.
  TABLE,
  /// For programs.
  JSON,
  /// For programs that read line by line.
  JSON_LINE,
  /// For programs and people.
  YAML;

  @Override
  public String toString() {
    return switch (this) {
      case TABLE -> "table";
      case JSON -> "json";
      case JSON_LINE -> "json-line";
      case YAML -> "yaml";
    };
  }
}
