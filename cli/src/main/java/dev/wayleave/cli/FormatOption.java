package dev.wayleave.cli;

import dev.wayleave.cli.report.Format;
import picocli.CommandLine.Option;

/// How results are printed.
public final class FormatOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, json, json-line or yaml; table unless given.")
  public Format format = Format.TABLE;

  public boolean isForPeople() {
    return format == Format.TABLE;
  }
}
