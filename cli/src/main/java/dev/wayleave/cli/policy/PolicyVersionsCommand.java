package dev.wayleave.cli.policy;

import dev.wayleave.api.policy.VersionView;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.CoordinatorOptions;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.VersionsText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists who changed the policy, when and why.
@Command(name = "versions", description = "List who changed the policy, when and why.")
final class PolicyVersionsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final CoordinatorOptions coordinator = new CoordinatorOptions();
  @Mixin final HelpOptions options = new HelpOptions();

  PolicyVersionsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    List<VersionView> versions =
        coordinator.ask(surroundings, client -> client.policy().versions());
    if (output.isForPeople()) {
      VersionsText.write(surroundings.console(), versions);
    } else {
      Documents.write(output.format, surroundings.console().out(), versions);
    }
    return ExitCode.DONE;
  }
}
