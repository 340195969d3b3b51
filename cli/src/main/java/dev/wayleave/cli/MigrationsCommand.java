package dev.wayleave.cli;

import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.api.migration.MigrationSummary;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.MigrationsText;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists the migrations that a coordinator knows.
@Command(name = "migrations", description = "List the migrations that a coordinator knows.")
final class MigrationsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--to",
      paramLabel = "ENDPOINT",
      description = "The coordinator; wayleave: unless given.")
  private String to = "wayleave:";

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  MigrationsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    var access = options.access(console);
    if (!(new Desk(surroundings, access).endpoint(to)
        instanceof Endpoint.Coordinator coordinator)) {
      throw new CommandException(
          "only coordinators keep a list of migrations; write --to wayleave:URL.");
    }
    List<MigrationSummary> migrations;
    try (CoordinatorClient client =
        surroundings.endpoints().coordinator(coordinator.url(), access)) {
      migrations = client.migrations().list();
    }
    if (output.isForPeople()) {
      MigrationsText.write(console, migrations);
    } else {
      Documents.write(output.format, console.out(), migrations);
    }
    return ExitCode.DONE;
  }
}
