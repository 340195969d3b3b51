package dev.wayleave.cli.policy;

import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.ExplanationText;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.tailnet.policy.explain.Explanation;
import dev.wayleave.tailnet.policy.explain.PlaceException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Names the rule and line by which one place reaches another.
@Command(
    name = "explain",
    description = "Name the rule by which one place reaches another, or what came nearest.",
    footer = {
      "",
      "A place is a node, address, user, tag, group, host alias or subnet. tcp: or udp:",
      "may stand before the destination, and an IPv6 address with a port in brackets.",
    })
final class ExplainCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(index = "0", paramLabel = "SRC", description = "Who wants to reach something.")
  private String source = "";

  @Parameters(index = "1", paramLabel = "DST[:PORT]", description = "What is to be reached.")
  private String destination = "";

  @Parameters(
      index = "2",
      paramLabel = "FILE",
      arity = "0..1",
      description = "The policy in use unless given.")
  private @Nullable String file;

  @Option(names = "--ssh", description = "Name the ssh rules too, whatever the port.")
  private boolean ssh;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final TailnetOptions tailnet = new TailnetOptions();
  @Mixin final HelpOptions options = new HelpOptions();

  ExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Optional<PolicyOnGround> read = PolicyOnGround.read(surroundings, tailnet, file);
    if (read.isEmpty()) {
      return ExitCode.FAILED;
    }
    PolicyOnGround policy = read.get();
    Explanation explanation;
    try {
      explanation =
          Explanation.of(policy.compiled(), policy.input().text(), source, destination, ssh);
    } catch (PlaceException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    if (output.isForPeople()) {
      ExplanationText.write(surroundings.console(), policy.input().name(), explanation);
    } else {
      Documents.write(output.format, surroundings.console().out(), explanation);
    }
    return ExitCode.DONE;
  }
}
