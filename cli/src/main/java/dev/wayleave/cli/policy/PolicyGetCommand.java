package dev.wayleave.cli.policy;

import dev.wayleave.api.PolicyView;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.CoordinatorOptions;
import dev.wayleave.cli.report.Documents;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Prints a policy byte for byte as its author wrote it.
@Command(
    name = "get",
    aliases = {"show", "view", "fetch"},
    description = "Print the policy in force.",
    footer = {"", "-o json gives the version, its author and its etag too."})
final class PolicyGetCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "A version; that in force unless given.")
  private @Nullable String id;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final CoordinatorOptions coordinator = new CoordinatorOptions();
  @Mixin private final HeadscaleFlags headscale = new HeadscaleFlags();
  @Mixin final HelpOptions options = new HelpOptions();

  PolicyGetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    headscale.check("policy get");
    String wanted = id;
    PolicyView policy =
        coordinator.ask(
            surroundings,
            client -> wanted == null ? client.policy().get() : client.policy().version(wanted));
    PrintStream out = surroundings.console().out();
    if (output.isForPeople()) {
      out.write(policy.text().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } else {
      Documents.write(output.format, out, policy);
    }
    return ExitCode.DONE;
  }
}
