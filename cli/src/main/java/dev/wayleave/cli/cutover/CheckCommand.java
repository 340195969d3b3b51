package dev.wayleave.cli.cutover;

import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.Desk;
import dev.wayleave.cli.EndpointOptions;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.endpoint.RunningHeadscale;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.TakeOverDocument;
import dev.wayleave.cli.report.TakeOverText;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.cutover.Shadow;
import dev.wayleave.tailnet.cutover.Surveyed;
import dev.wayleave.tailnet.cutover.TakeOver;
import dev.wayleave.tailnet.inventory.Reading;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Finds what would make a client notice, before anything moves.
@Command(
    name = "check",
    description = "Find what clients would notice, and print the steps with their way back.")
final class CheckCommand implements Callable<Integer> {
  private static final String USUAL_DATA = "/var/lib/wayleave";

  private final Surroundings surroundings;

  @Option(
      names = "--from",
      paramLabel = "ENDPOINT",
      required = true,
      description = "The Headscale to take over: headscale:CONFIG.yaml.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "ENDPOINT",
      description = "The coordinator that takes over, if it is there already.")
  private @Nullable String to;

  @Option(
      names = "--metrics",
      paramLabel = "URL",
      description = "Where the running Headscale's metrics listen, unless its configuration tells.")
  private @Nullable String metrics;

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    Endpoints.Access access = options.access(console);
    Desk desk = new Desk(surroundings, access);
    if (!(desk.endpoint(from) instanceof Endpoint.HeadscaleConfig source)) {
      throw new CommandException(
          "a take-over needs the configuration of the server; write --from headscale:CONFIG.yaml.");
    }
    // Secrets are read, for keys and certificates are held against each other; none is shown.
    Reading reading = desk.read(source, Endpoints.Purpose.CARRY);
    if (!TakeOver.isPossible(reading)) {
      throw new CommandException("%s names no server to take over.".formatted(source.text()));
    }
    Survey survey =
        new Survey(
            reading,
            new RunningHeadscale(console).asking(access.running()),
            Files.isDirectory(source.file()) ? source.file() : source.file().resolveSibling("."),
            metrics == null ? null : RunningHeadscale.url(metrics));
    String data = access.data() == null ? USUAL_DATA : String.valueOf(access.data());
    TakeOver takeOver =
        TakeOver.check(reading, surveyed(desk, survey, access), source.text(), data);
    Shadow.Outcome shadow = Shadow.compare(reading, survey.state());
    TakeOverDocument document =
        new TakeOverDocument(
            source.text(),
            reading.inventory().source().release(),
            takeOver.findings(),
            shadow.differences(),
            shadow.unchecked(),
            takeOver.steps());
    if (output.isForPeople()) {
      TakeOverText.write(console, document);
    } else {
      Documents.write(output.format, console.out(), document);
    }
    return document.isClear() ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private Surveyed surveyed(Desk desk, Survey survey, Endpoints.Access access)
      throws CommandException, ApiException {
    if (to == null) {
      return survey.surveyed(surroundings.console().clock().instant(), null);
    }
    if (!(desk.endpoint(to) instanceof Endpoint.Coordinator coordinator)) {
      throw new CommandException("only a coordinator takes over; write --to wayleave:URL.");
    }
    try (CoordinatorClient client =
        surroundings.endpoints().coordinator(coordinator.url(), access)) {
      return survey.surveyed(surroundings.console().clock().instant(), client);
    }
  }
}
