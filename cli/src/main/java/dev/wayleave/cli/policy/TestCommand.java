package dev.wayleave.cli.policy;

import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.check.TestFailure;
import dev.wayleave.tailnet.policy.language.Policy;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Runs a policy's own tests on a tailnet.
@Command(name = "test", description = "Run the tests and sshTests of a policy.")
final class TestCommand implements Callable<Integer> {
  /// What programs are told.
  record Outcome(int tests, int sshTests, List<Failure> failures) {}

  /// A test that fails.
  record Failure(String test, int line, int column, String source, String failure) {
    static Failure of(TestFailure failure) {
      return new Failure(
          failure.test(),
          failure.at().line(),
          failure.at().column(),
          failure.source(),
          failure.sentence());
    }
  }

  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The policy in use unless given.")
  private @Nullable String file;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final TailnetOptions tailnet = new TailnetOptions();
  @Mixin final HelpOptions options = new HelpOptions();

  TestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    Ground ground = tailnet.read(surroundings);
    PolicyReading reading =
        PolicyReading.of(
            file == null ? ground.policy() : PolicyInput.read(console, file), ground.directory());
    if (reading.policy().isEmpty()) {
      reading.complain(console);
      return ExitCode.FAILED;
    }
    Policy policy = reading.policy().get();
    List<Failure> failures =
        PolicyGate.failures(policy, ground.directory()).stream().map(Failure::of).toList();
    Outcome outcome = new Outcome(policy.tests().size(), policy.sshTests().size(), failures);
    if (output.isForPeople()) {
      print(console, reading.input().name(), outcome);
    } else {
      Documents.write(output.format, console.out(), outcome);
    }
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private static void print(Console console, String name, Outcome outcome) {
    for (Failure failure : outcome.failures()) {
      console
          .out()
          .println(
              SafeText.line(
                  "%s:%d:%d: %s from %s: %s"
                      .formatted(
                          name,
                          failure.line(),
                          failure.column(),
                          failure.test(),
                          failure.source().isEmpty() ? "nobody" : failure.source(),
                          failure.failure())));
    }
    long failed = outcome.failures().stream().map(Failure::test).distinct().count();
    int all = outcome.tests() + outcome.sshTests();
    console
        .out()
        .println(
            all == 0
                ? "The policy has no tests."
                : failed == 0
                    ? "All %d tests pass.".formatted(all)
                    : "%d of %d tests fail.".formatted(failed, all));
  }
}
