package dev.wayleave.cli.oidc;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Takes back what was applied, unless later logins would be lost.
@Command(
    name = "rollback",
    description = "Take back what was applied, unless a row of it changed since.")
final class RollbackCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private final KeptFile kept = new KeptFile();
  @Mixin private final FormatOption output = new FormatOption();

  RollbackCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    JournalDocument journal = OidcFiles.journal(kept.path(console));
    String place = kept.place(journal.endpoint());
    boolean done =
        kept.ask(
            surroundings,
            place,
            store -> {
              store.rollback(journal.store());
              return true;
            });
    if (output.isForPeople()) {
      console.out().println("Taken back: " + place + " is as it was before.");
    } else {
      Documents.write(output.format, console.out(), new Result(place, done));
    }
    return ExitCode.DONE;
  }

  @JsonPropertyOrder({"endpoint", "rolledBack"})
  private record Result(String endpoint, boolean rolledBack) {}
}
