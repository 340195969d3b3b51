package dev.wayleave.cli.nodes;

import dev.wayleave.cli.administration.Group;
import dev.wayleave.cli.administration.OldSpelling;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Headscale's `routes` until 0.25, which answers with what took its place.
@Command(
    name = "routes",
    aliases = {"route", "r"},
    hidden = true,
    description = "What took the place of Headscale's routes.")
public final class RoutesCommand extends Group {
  private static final String APPROVE = "nodes approve-routes --identifier NODE --routes PREFIX,…";

  private RoutesCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine() {
    return new RoutesCommand()
        .line()
        .addSubcommand("list", OldSpelling.of("routes list", "nodes list-routes"), "ls", "show")
        .addSubcommand("enable", OldSpelling.of("routes enable", APPROVE))
        .addSubcommand("disable", OldSpelling.of("routes disable", APPROVE))
        .addSubcommand("delete", OldSpelling.of("routes delete", APPROVE), "remove", "del");
  }
}
