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

/// Puts a policy in force.
@Command(
    name = "set",
    aliases = {"put", "update"},
    description = "Put a policy in force.",
    footer = {"", "A policy that fails its own tests is refused, and nothing changes."})
final class PolicySetCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The policy; - is standard input.")
  private @Nullable String file;

  @Mixin private final FileFlag flag = new FileFlag();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why, for the history.")
  private @Nullable String message;

  @Option(
      names = "--if-match",
      paramLabel = "ETAG",
      description = "Refuse where another policy is in force than the one with this etag.")
  private @Nullable String etag;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final CoordinatorOptions coordinator = new CoordinatorOptions();
  @Mixin private final HeadscaleFlags headscale = new HeadscaleFlags();
  @Mixin final HelpOptions options = new HelpOptions();

  PolicySetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    headscale.check("policy set FILE");
    PolicyInput input = PolicyInput.read(surroundings.console(), flag.required(file));
    PolicyView set;
    try {
      set =
          coordinator.ask(
              surroundings, client -> client.policy().set(input.text(), message, unquoted(etag)));
    } catch (ApiException refused) {
      Refusals.complain(surroundings.console(), input.name(), refused);
      return ExitCode.FAILED;
    }
    if (output.isForPeople()) {
      surroundings.console().out().println("Version " + set.id() + " is in force.");
    } else {
      Documents.write(output.format, surroundings.console().out(), set);
    }
    return ExitCode.DONE;
  }

  /// An etag as the header has it stands in quotes.
  private static @Nullable String unquoted(@Nullable String etag) {
    return etag == null ? null : etag.replace("\"", "");
  }
}
