package dev.wayleave.cli.oidc;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.ProgressLine;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes back what was applied, unless later logins would be lost.
@Command(
    name = "rollback",
    description = "Take back what was applied, unless a row of it changed since.")
final class RollbackCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The journal that apply printed.")
  private String file = "";

  @Option(
      names = "--endpoint",
      paramLabel = "ENDPOINT",
      description = "Where the users are now; where they were unless given.")
  private @Nullable String endpoint;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final StoreOptions options = new StoreOptions();

  RollbackCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    JournalDocument journal = OidcFiles.journal(console.path(file));
    String place = endpoint == null ? journal.endpoint() : endpoint;
    try (ProgressLine progress = new ProgressLine(console);
        var store =
            options.open(surroundings, options.endpoint(surroundings, place), progress).store()) {
      store.rollback(journal.store());
    }
    if (output.isForPeople()) {
      console.out().println("Taken back: " + place + " is as it was before.");
    } else {
      Documents.write(output.format, console.out(), new Result(place, true));
    }
    return ExitCode.DONE;
  }

  @JsonPropertyOrder({"endpoint", "rolledBack"})
  private record Result(String endpoint, boolean rolledBack) {}
}
