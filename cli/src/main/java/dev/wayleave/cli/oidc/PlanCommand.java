package dev.wayleave.cli.oidc;

import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints.Identities;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.IdentityPlanText;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.ProgressLine;
import dev.wayleave.oidc.plan.IdentityPlan;
import dev.wayleave.oidc.plan.IdentityPlanner;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what would become of every identity, and changes nothing.
@Command(name = "plan", description = "Show what becomes of each identity.")
final class PlanCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--endpoint",
      paramLabel = "ENDPOINT",
      required = true,
      description = "Where the users are.")
  private String endpoint = "";

  @Option(names = "--out", paramLabel = "FILE", description = "Save the plan for apply.")
  private @Nullable String out;

  @Mixin private final RequestOptions request = new RequestOptions();
  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final StoreOptions options = new StoreOptions();

  PlanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    Endpoint place = options.endpoint(surroundings, endpoint);
    IdentityPlan plan;
    try (ProgressLine progress = new ProgressLine(console)) {
      Identities identities = options.open(surroundings, place, progress);
      try (var store = identities.store()) {
        plan = IdentityPlanner.plan(store.read(), request.request(console, identities.issuer()));
      }
    }
    PlanDocument document = PlanDocument.of(place.text(), plan);
    if (out != null) {
      Path file = console.path(out);
      OidcFiles.write(file, document);
      console.err().println("wayleave: saved as " + file);
    }
    if (output.isForPeople()) {
      IdentityPlanText.write(console, plan);
    } else {
      Documents.write(output.format, console.out(), document);
    }
    return plan.isEmpty() && !plan.isBlocked() ? ExitCode.DONE : ExitCode.DIFFERENT;
  }
}
