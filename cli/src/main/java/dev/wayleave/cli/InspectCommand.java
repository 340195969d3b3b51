package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints.Purpose;
import dev.wayleave.cli.report.InspectDocument;
import dev.wayleave.cli.report.InspectText;
import dev.wayleave.tailnet.inventory.Reading;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what a source holds. Faults in the content are findings, not failures.
@Command(name = "inspect", description = "Show what a source holds.")
final class InspectCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--from", paramLabel = "ENDPOINT", required = true, description = "The source.")
  private String from = "";

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  InspectCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Desk desk = new Desk(surroundings, options.access(surroundings.console()));
    Endpoint source = desk.endpoint(from);
    Reading reading = desk.read(source, Purpose.LOOK);
    if (output.isForPeople()) {
      InspectText.write(surroundings.console(), source.text(), reading);
    } else {
      InspectDocument.write(output.format, surroundings.console().out(), reading);
    }
    return ExitCode.DONE;
  }
}
