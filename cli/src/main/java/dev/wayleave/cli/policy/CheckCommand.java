package dev.wayleave.cli.policy;

import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says whether a coordinator would take a policy, and every reason why not.
@Command(name = "check", description = "Say whether a policy would be taken.")
final class CheckCommand implements Callable<Integer> {
  /// What programs are told.
  record Outcome(boolean accepted, List<Remark> faults, List<Remark> notes, List<String> skipped) {}

  /// A place in a policy and what is there.
  record Remark(String file, int line, int column, String message) {
    static Remark of(String file, PolicyFault fault) {
      return new Remark(file, fault.at().line(), fault.at().column(), fault.message());
    }
  }

  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The policy in use unless given.")
  private @Nullable String file;

  @Mixin private final FileFlag flag = new FileFlag();
  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final TailnetOptions tailnet = new TailnetOptions();
  @Mixin private final HeadscaleFlags headscale = new HeadscaleFlags();
  @Mixin final HelpOptions options = new HelpOptions();

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    headscale.check("policy check FILE");
    Console console = surroundings.console();
    String wanted = flag.or(file);
    Optional<Ground> ground = tailnet.readIfAny(surroundings);
    if (wanted == null && ground.isEmpty()) {
      throw new CommandException("name a file, or with --from a tailnet whose policy is checked.");
    }
    PolicyInput input =
        wanted == null ? ground.orElseThrow().policy() : PolicyInput.read(console, wanted);
    Directory directory = ground.map(Ground::directory).orElse(null);
    PolicyReading reading = PolicyReading.of(input, directory);
    List<PolicyFault> faults = new ArrayList<>(reading.faults());
    if (reading.policy().isPresent() && directory != null) {
      faults.addAll(failures(reading.policy().get(), directory));
    }
    report(reading, faults, skipped(reading, directory));
    return faults.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static List<PolicyFault> failures(Policy policy, Directory directory) {
    return PolicyGate.failures(policy, directory).stream()
        .map(f -> new PolicyFault(f.at(), f.test() + " fails: " + f.sentence()))
        .toList();
  }

  private static List<String> skipped(PolicyReading reading, @Nullable Directory directory) {
    if (directory != null || reading.policy().isEmpty()) {
      return List.of();
    }
    Policy policy = reading.policy().get();
    List<String> skipped = new ArrayList<>();
    skipped.add("whether the domains it names are those of the tailnet");
    if (!policy.tests().isEmpty() || !policy.sshTests().isEmpty()) {
      skipped.add(
          "its %d tests and %d sshTests"
              .formatted(policy.tests().size(), policy.sshTests().size()));
    }
    return List.copyOf(skipped);
  }

  private void report(PolicyReading reading, List<PolicyFault> faults, List<String> skipped)
      throws IOException {
    Console console = surroundings.console();
    faults.forEach(fault -> console.err().println(reading.line(fault)));
    if (!output.isForPeople()) {
      String name = reading.input().name();
      Documents.write(
          output.format,
          console.out(),
          new Outcome(
              faults.isEmpty(),
              faults.stream().map(fault -> Remark.of(name, fault)).toList(),
              reading.notes().stream().map(note -> Remark.of(name, note)).toList(),
              skipped));
      return;
    }
    reading.notes().forEach(note -> console.out().println(reading.line(note)));
    if (faults.isEmpty()) {
      console.out().println(reading.input().name() + ": no fault.");
    }
    if (!skipped.isEmpty()) {
      console
          .out()
          .println(
              "Not checked, because no tailnet is named (--from): "
                  + String.join("; ", skipped)
                  + ".");
    }
  }
}
