package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints.Purpose;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.PlanDocument;
import dev.wayleave.cli.report.PlanPage;
import dev.wayleave.cli.report.PlanText;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.Plan;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what applying would do, and changes nothing.
@Command(name = "plan", description = "Show what applying would do.")
final class PlanCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--from", paramLabel = "ENDPOINT", required = true, description = "The source.")
  private String from = "";

  @Option(names = "--to", paramLabel = "ENDPOINT", required = true, description = "The target.")
  private String to = "";

  @Option(names = "--out", paramLabel = "FILE", description = "Save the plan for apply.")
  private @Nullable String out;

  @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page.")
  private @Nullable String html;

  @Mixin private final PlanningOptions planning = new PlanningOptions();
  @Mixin private final WrittenHeadscaleOptions headscale = new WrittenHeadscaleOptions();
  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  PlanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    Desk open = new Desk(surroundings, options.access(console, headscale.get()));
    Endpoint source = open.endpoint(from);
    Endpoint target = open.endpoint(to);
    Desk desk = open.toward(target);
    InventoryTarget place = desk.target(target, Purpose.LOOK);
    Reading reading = desk.read(source, Purpose.CARRY);
    Plan planned = desk.plan(place, reading, planning.planOptions()).plan();
    Plan plan = desk.compared(planned, reading.inventory(), target, place);
    PlanDocument document = desk.document(source, target, plan);
    if (out != null) {
      Path file = console.path(out);
      PlanFile.write(file, document);
      console.err().println("wayleave: saved as " + file);
    }
    if (html != null) {
      Path file = console.path(html);
      PlanPage.write(file, console.clock().instant(), document);
      console.err().println("wayleave: report in " + file);
    }
    if (output.isForPeople()) {
      PlanText.write(console, document);
    } else {
      Documents.write(output.format, console.out(), document);
    }
    boolean done = !plan.changesAnything() && plan.obstacles(Set.of()).isEmpty();
    return done ? ExitCode.DONE : ExitCode.DIFFERENT;
  }
}
