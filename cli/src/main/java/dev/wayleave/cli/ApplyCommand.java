package dev.wayleave.cli;

import dev.wayleave.api.TransitionRequest;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.endpoint.Endpoints.Purpose;
import dev.wayleave.cli.endpoint.WrittenHeadscale;
import dev.wayleave.cli.report.ApplyDocument;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.PlanDocument;
import dev.wayleave.cli.report.PlanPage;
import dev.wayleave.cli.report.PlanText;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Prompt;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Carries a tailnet over: whole or not at all.
@Command(
    name = "apply",
    description = "Carry a tailnet over, by a saved plan or straight from --from to --to.")
final class ApplyCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "PLAN", description = "A plan that was saved.")
  private @Nullable String saved;

  @Option(names = "--from", paramLabel = "ENDPOINT", description = "The source.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "ENDPOINT", description = "The target.")
  private @Nullable String to;

  @Option(names = "--yes", description = "Answer the question with yes.")
  private boolean yes;

  @Option(
      names = "--accept",
      paramLabel = "CODE",
      description = "Accept losses of this code; can be repeated.")
  private List<String> accept = new ArrayList<>();

  @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page.")
  private @Nullable String html;

  @Option(
      names = "--hold-key-expiry",
      description = {
        "Let no device's key expire at the target while devices move to it;",
        "wayleave cutover end lets them expire again."
      })
  private boolean holdKeyExpiry;

  @Mixin private final PlanningOptions planning = new PlanningOptions();
  @Mixin private final WrittenHeadscaleOptions headscale = new WrittenHeadscaleOptions();
  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  ApplyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.console = surroundings.console();
  }

  @Override
  public Integer call() throws Exception {
    Order order = order();
    Endpoints.Access access = order.access(options, console, headscale.get());
    Desk open = new Desk(surroundings, access);
    Endpoint source = open.endpoint(order.from());
    Endpoint destination = open.endpoint(order.to());
    if (holdKeyExpiry && !(destination instanceof Endpoint.Coordinator)) {
      throw new CommandException("only a coordinator can hold the expiry of keys.");
    }
    Desk desk = open.toward(destination);
    InventoryTarget target = desk.target(destination, Purpose.CARRY);
    Reading reading = desk.read(source, Purpose.CARRY);
    InventoryTarget.Preview preview = desk.plan(target, reading, order.options());
    order.refuseIfStale(preview.plan(), source, destination);
    Plan plan = desk.compared(preview.plan(), reading.inventory(), destination, target);
    PlanDocument document = desk.document(source, destination, plan);
    int end = carryOut(desk, target, preview, document);
    if (holdKeyExpiry && end == ExitCode.DONE && destination instanceof Endpoint.Coordinator at) {
      try (CoordinatorClient client = surroundings.endpoints().coordinator(at.url(), access)) {
        var _ = client.administration().changeTransition(new TransitionRequest(true, null, null));
      }
    }
    return end;
  }

  private Order order() throws CommandException {
    if (saved != null) {
      boolean how =
          planning.given() || options.choosesPolicyMeaning() || !headscale.get().saysNothing();
      if (from != null || to != null || how) {
        throw new CommandException(
            "a saved plan says where from, where to and how; leave out --from, --to, --prune,"
                + " --overwrite, --policy-meaning, --schema, --database and --tagged-owner.");
      }
      return Order.of(PlanFile.read(console.path(saved)));
    }
    if (from == null || to == null) {
      throw new CommandException("apply needs a saved plan, or both --from and --to.");
    }
    return new Order(from, to, planning.planOptions(), null);
  }

  /// What is asked for.
  ///
  /// @param saved the plan that was looked at before; null where there was none
  private record Order(String from, String to, PlanOptions options, @Nullable PlanDocument saved) {
    static Order of(PlanDocument saved) {
      return new Order(saved.from(), saved.to(), saved.plan().options(), saved);
    }

    Endpoints.Access access(EndpointOptions options, Console console, WrittenHeadscale headscale)
        throws CommandException {
      return saved == null ? options.access(console, headscale) : options.access(console, saved);
    }

    void refuseIfStale(Plan fresh, Endpoint source, Endpoint target) throws CommandException {
      if (saved == null) {
        return;
      }
      if (!saved.plan().sourceFingerprint().equals(fresh.sourceFingerprint())) {
        throw changed("source " + source.text());
      }
      if (!saved.plan().targetFingerprint().equals(fresh.targetFingerprint())) {
        throw changed("target " + target.text());
      }
    }

    private static CommandException changed(String side) {
      return new CommandException(
          "the %s changed since the plan was saved; nothing was applied, so plan again."
              .formatted(side));
    }
  }

  private int carryOut(
      Desk desk, InventoryTarget target, InventoryTarget.Preview preview, PlanDocument document)
      throws CommandException, TargetException, IOException {
    Set<String> accepted = new TreeSet<>(accept);
    List<Finding> obstacles = document.plan().obstacles(accepted);
    if (output.isForPeople()) {
      PlanText.write(console, document);
    }
    if (!obstacles.isEmpty()) {
      return refused(document, obstacles);
    }
    console.out().flush();
    // Without a change there is nothing to ask; applying still notes what was last applied.
    boolean ask = preview.plan().changesAnything() && !yes;
    if (ask && !new Prompt(console).confirm("Apply this to " + document.to() + "?")) {
      throw new CommandException("nothing was applied, as the answer was not yes.");
    }
    try {
      return finished(document, desk.apply(target, preview, accepted));
    } catch (TargetException e) {
      if (e.reason() != TargetException.Reason.OBSTACLES) {
        throw e;
      }
      return refused(document, e.obstacles());
    }
  }

  private int refused(PlanDocument document, List<Finding> obstacles) throws IOException {
    page(document);
    if (!output.isForPeople()) {
      Documents.write(output.format, console.out(), ApplyDocument.refused(document));
    }
    Set<String> codes = new TreeSet<>();
    obstacles.forEach(finding -> codes.add(finding.code()));
    boolean blocked = obstacles.stream().anyMatch(f -> f.level() == Finding.Level.BLOCKER);
    console
        .err()
        .println(
            "wayleave: nothing was applied; %s forbid%s it (%s)%s"
                .formatted(
                    obstacles.size() == 1 ? "1 finding" : obstacles.size() + " findings",
                    obstacles.size() == 1 ? "s" : "",
                    String.join(", ", codes),
                    blocked ? "." : "; accept losses with --accept CODE."));
    return ExitCode.DIFFERENT;
  }

  private int finished(PlanDocument document, InventoryTarget.Receipt receipt) throws IOException {
    page(document);
    if (!output.isForPeople()) {
      Documents.write(output.format, console.out(), ApplyDocument.applied(document, receipt));
      return ExitCode.DONE;
    }
    console.out().println("Applied as migration " + receipt.migration() + ".");
    receipt.notes().forEach(console.out()::println);
    // A Headscale that already held all of it was not written, so there is nothing to take back.
    if (document.target() == null || document.plan().changesAnything()) {
      console
          .out()
          .println(
              "Take it back with: wayleave rollback --to %s %s"
                  .formatted(document.to(), receipt.migration()));
    }
    return ExitCode.DONE;
  }

  private void page(PlanDocument document) throws IOException {
    if (html != null) {
      Path file = console.path(html);
      PlanPage.write(file, console.clock().instant(), document);
      console.err().println("wayleave: report in " + file);
    }
  }
}
