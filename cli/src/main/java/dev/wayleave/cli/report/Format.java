package dev.wayleave.cli.report;

/// How results are printed; the names are those of the command line.
public enum Format {
  /// For people.
  TABLE,
  /// For programs.
  JSON,
  /// For programs and people.
  YAML;

  @Override
  public String toString() {
    return switch (this) {
      case TABLE -> "table";
      case JSON -> "json";
      case YAML -> "yaml";
    };
  }
}
