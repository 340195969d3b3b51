package dev.wayleave.cli.administration;

import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.Grid;
import dev.wayleave.cli.report.Paper;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Prompt;
import dev.wayleave.cli.terminal.SafeText;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A verb that asks the coordinator for something and shows what came of it.
public abstract class AdministrationCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = {"--force", "--yes", "-y"},
      description = "Do not ask.")
  private boolean sure;

  /// Headscale's command finds its server by it; this one has other ways.
  @Option(
      names = {"-c", "--config"},
      hidden = true)
  private @Nullable String config;

  @Option(names = "--debug", description = "Show where an unexpected error came from.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final CoordinatorOptions coordinator = new CoordinatorOptions();

  protected AdministrationCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public final Integer call() throws Exception {
    check();
    if (config != null) {
      hint(
          "--config is not read; the coordinator is found by --to, --data, WAYLEAVE_DATA or"
              + " WAYLEAVE_URL.");
    }
    try (CoordinatorClient client = coordinator.open(surroundings)) {
      run(client.administration());
    }
    return ExitCode.DONE;
  }

  /// Refuses what the arguments alone show to be wrong, before anything is asked.
  protected void check() throws CommandException, OldSpellingException {}

  protected abstract void run(AdministrationClient client)
      throws CommandException, OldSpellingException, ApiException, IOException;

  protected final Console console() {
    return surroundings.console();
  }

  protected final Instant now() {
    return console().clock().instant();
  }

  /// Shows one result: a sentence or value for people, a document for programs.
  protected final void show(Object document, String forPeople) throws IOException {
    if (output.isForPeople()) {
      console().out().println(SafeText.line(forPeople));
    } else {
      Documents.write(output.format, console().out(), document);
    }
  }

  /// Shows one result that takes a table.
  protected final void showOne(Object document, Grid grid) throws IOException {
    if (output.isForPeople()) {
      new Paper(console()).whole(grid);
    } else {
      Documents.write(output.format, console().out(), document);
    }
  }

  /// Shows a list.
  ///
  /// @param nothing what people are told where the list is empty
  protected final void show(List<?> documents, Grid grid, String nothing) throws IOException {
    if (!output.isForPeople()) {
      Documents.write(output.format, console().out(), documents);
    } else if (documents.isEmpty()) {
      hint(nothing);
    } else {
      new Paper(console()).whole(grid);
    }
  }

  /// Tells people something that is no result.
  protected final void hint(String sentence) {
    console().err().println("wayleave: " + SafeText.line(sentence));
  }

  /// Goes on only where a person agrees, or the command line did.
  protected final void confirm(String question) throws CommandException {
    if (!sure && !new Prompt(console()).confirm(SafeText.line(question))) {
      throw new CommandException("nothing was changed, as the answer was not yes.");
    }
  }
}
