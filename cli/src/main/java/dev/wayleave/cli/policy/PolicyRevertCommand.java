package dev.wayleave.cli.policy;

import dev.wayleave.api.PolicyView;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.CoordinatorOptions;
import dev.wayleave.cli.report.Documents;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts the text of an older version in force again.
@Command(
    name = "revert",
    description = "Put the text of an older version in force again, as a new version.")
final class PolicyRevertCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "ID",
      description = "The version, as `wayleave policy versions` lists it.")
  private String id = "";

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why, for the history.")
  private @Nullable String message;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final CoordinatorOptions coordinator = new CoordinatorOptions();
  @Mixin final HelpOptions options = new HelpOptions();

  PolicyRevertCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    PolicyView set;
    try {
      set = coordinator.ask(surroundings, client -> client.policy().revert(id, message, null));
    } catch (ApiException refused) {
      Refusals.complain(surroundings.console(), "version " + id, refused);
      return ExitCode.FAILED;
    }
    if (output.isForPeople()) {
      surroundings
          .console()
          .out()
          .println("Version " + set.id() + ", with the text of version " + id + ", is in force.");
    } else {
      Documents.write(output.format, surroundings.console().out(), set);
    }
    return ExitCode.DONE;
  }
}
