package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints.Purpose;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes an applied migration back, unless later edits would be lost.
@Command(name = "rollback", description = "Take an applied migration back.")
final class RollbackCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--to", paramLabel = "ENDPOINT", required = true, description = "The target.")
  private String to = "";

  @Parameters(paramLabel = "MIGRATION", description = "The name that apply gave.")
  private String migration = "";

  @Mixin private final WrittenHeadscaleOptions headscale = new WrittenHeadscaleOptions();
  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  RollbackCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    Desk open = new Desk(surroundings, options.access(console, headscale.get()));
    Endpoint target = open.endpoint(to);
    Desk desk = open.toward(target);
    RollbackOutcome outcome = desk.rollback(desk.target(target, Purpose.LOOK), migration);
    if (!output.isForPeople()) {
      Documents.write(output.format, console.out(), document(outcome));
    }
    return switch (outcome) {
      case RollbackOutcome.Done done -> {
        if (output.isForPeople()) {
          console.out().println("Migration " + SafeText.line(done.migration()) + " is taken back.");
          done.notes().forEach(note -> console.out().println(SafeText.line(note)));
        }
        yield ExitCode.DONE;
      }
      case RollbackOutcome.Refused refused -> {
        if (output.isForPeople()) {
          refused.losses().forEach(loss -> console.out().println("! " + SafeText.line(loss)));
        }
        console
            .err()
            .println(
                "wayleave: nothing was taken back, as these later edits would be lost (%d); undo"
                        .formatted(refused.losses().size())
                    + " them first.");
        yield ExitCode.DIFFERENT;
      }
    };
  }

  /// How it ended, for programs.
  private record Result(boolean rolledBack, List<String> notes, List<String> losses) {}

  private static Result document(RollbackOutcome outcome) {
    return switch (outcome) {
      case RollbackOutcome.Done done -> new Result(true, done.notes(), List.of());
      case RollbackOutcome.Refused refused -> new Result(false, List.of(), refused.losses());
    };
  }
}
