package dev.wayleave.cli.policy;

import dev.wayleave.cli.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `wayleave policy` and its verbs.
@Command(
    name = "policy",
    description = "Format, check, test, explain, compare and change policies.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "FILE is HuJSON; - is standard input. Without FILE it is the policy in use.",
      "The tailnet is that of --from, else of the coordinator at hand.",
      "Exit status: 0 done or no difference; 1 failed or refused; 2 differences,",
      "             failing tests, or files that are not formatted."
    })
public final class PolicyCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private PolicyCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand("fmt", new FmtCommand(surroundings))
        .addSubcommand("check", new CheckCommand(surroundings))
        .addSubcommand("test", new TestCommand(surroundings))
        .addSubcommand("preview", new PreviewCommand(surroundings))
        .addSubcommand("explain", new ExplainCommand(surroundings))
        .addSubcommand("diff", new DiffCommand(surroundings))
        .addSubcommand("compile", new CompileCommand(surroundings))
        .addSubcommand("get", new PolicyGetCommand(surroundings))
        .addSubcommand("set", new PolicySetCommand(surroundings))
        .addSubcommand("versions", new PolicyVersionsCommand(surroundings))
        .addSubcommand("revert", new PolicyRevertCommand(surroundings))
        .addSubcommand("help", new CommandLine.HelpCommand());
  }
}
