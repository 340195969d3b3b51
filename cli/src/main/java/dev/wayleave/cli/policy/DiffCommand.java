package dev.wayleave.cli.policy;

import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.DiffText;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.tailnet.policy.explain.ReachabilityDiff;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says what becomes reachable and what stops being so.
@Command(
    name = "diff",
    description = "Say what becomes reachable and what stops being so.",
    footer = {"", "With one FILE the policy in use is compared with it."})
final class DiffCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", arity = "1..2", description = "OLD and NEW, or NEW alone.")
  private List<String> files = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many differences are listed at most; 200 unless given.")
  private int limit = ReachabilityDiff.LIMIT;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final TailnetOptions tailnet = new TailnetOptions();
  @Mixin final HelpOptions options = new HelpOptions();

  DiffCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Ground ground = tailnet.read(surroundings);
    PolicyInput old =
        files.size() == 1
            ? ground.policy()
            : PolicyInput.read(surroundings.console(), files.getFirst());
    PolicyInput now = PolicyInput.read(surroundings.console(), files.getLast());
    Optional<PolicyOnGround> before = PolicyOnGround.of(surroundings, ground, old);
    Optional<PolicyOnGround> after = PolicyOnGround.of(surroundings, ground, now);
    if (before.isEmpty() || after.isEmpty()) {
      return ExitCode.FAILED;
    }
    ReachabilityDiff diff =
        ReachabilityDiff.between(
            before.get().compiled(), after.get().compiled(), Math.max(1, limit));
    if (output.isForPeople()) {
      DiffText.write(surroundings.console(), old.name(), now.name(), diff);
    } else {
      Documents.write(output.format, surroundings.console().out(), diff);
    }
    return diff.same() ? ExitCode.DONE : ExitCode.DIFFERENT;
  }
}
