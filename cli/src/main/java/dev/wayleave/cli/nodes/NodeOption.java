package dev.wayleave.cli.nodes;

import picocli.CommandLine.Option;

/// Which node a verb is about.
final class NodeOption {
  @Option(
      names = {"-i", "--identifier", "--id"},
      paramLabel = "ID",
      required = true,
      description = "The node of this id, as \"nodes list\" shows it.")
  long id;
}
