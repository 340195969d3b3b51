package dev.wayleave.cli.policy;

import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.PreviewText;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.tailnet.policy.explain.PlaceException;
import dev.wayleave.tailnet.policy.explain.Preview;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what a user or a node gets from a policy.
@Command(name = "preview", description = "Show what a policy means for a user or a node.")
final class PreviewCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--as",
      paramLabel = "USER|NODE",
      required = true,
      description = "Whose view is shown.")
  private String as = "";

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The policy in use unless given.")
  private @Nullable String file;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final TailnetOptions tailnet = new TailnetOptions();
  @Mixin final HelpOptions options = new HelpOptions();

  PreviewCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Optional<PolicyOnGround> read = PolicyOnGround.read(surroundings, tailnet, file);
    if (read.isEmpty()) {
      return ExitCode.FAILED;
    }
    PolicyOnGround policy = read.get();
    Preview preview;
    try {
      preview = Preview.of(policy.compiled(), policy.input().text(), as);
    } catch (PlaceException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    if (output.isForPeople()) {
      PreviewText.write(surroundings.console(), preview);
    } else {
      Documents.write(output.format, surroundings.console().out(), preview);
    }
    return ExitCode.DONE;
  }
}
