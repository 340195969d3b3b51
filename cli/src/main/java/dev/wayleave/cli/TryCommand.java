package dev.wayleave.cli;

import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.api.migration.MigrationState;
import dev.wayleave.api.migration.MigrationSummary;
import dev.wayleave.cli.endpoint.BundleFlags;
import dev.wayleave.cli.endpoint.CoordinatorFinder;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.endpoint.Endpoints.Purpose;
import dev.wayleave.cli.report.PlanDocument;
import dev.wayleave.cli.report.PlanText;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.ProgressLine;
import dev.wayleave.cli.trial.DataDirectory;
import dev.wayleave.cli.trial.Listen;
import dev.wayleave.cli.trial.Sample;
import dev.wayleave.cli.trial.ServerProcess;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs a coordinator with a sample tailnet in it, until it is told to stop.
@Command(
    name = "try",
    description = {
      "Run a coordinator with a tailnet in it, until Ctrl-C.",
      "The first time it imports a sample, or --from; later it reopens what is there."
    })
final class TryCommand implements Callable<Integer> {
  private static final Listen USUAL = new Listen("127.0.0.1", 8080);
  private static final String SERVER_URL = "WAYLEAVE_SERVER_URL";

  private final Surroundings surroundings;
  private final Console console;

  @Option(names = "--from", paramLabel = "ENDPOINT", description = "Import this, not the sample.")
  private @Nullable String from;

  @Option(names = "--data", paramLabel = "DIR", description = "Where data is kept; ./.wayleave.")
  private @Nullable String data;

  @Option(names = "--listen", paramLabel = "HOST:PORT", description = "127.0.0.1:8080, if free.")
  private @Nullable String listen;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Holds the passphrase of a bundle.")
  private @Nullable String passphraseFile;

  @Mixin private final PolicyMeaningOption policyMeaning = new PolicyMeaningOption();

  @Option(names = "--debug", description = "Show where an unexpected error came from.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  TryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.console = surroundings.console();
  }

  @Override
  public Integer call() throws Exception {
    String chosen =
        data == null
            ? console.variable("WAYLEAVE_DATA").orElse(CoordinatorFinder.DEFAULT_DATA)
            : data;
    DataDirectory directory = DataDirectory.open(console.path(chosen));
    Endpoints.Access access =
        new Endpoints.Access(
            directory.path(),
            new BundleFlags(
                passphraseFile == null ? null : console.path(passphraseFile), false, false),
            policyMeaning.get());
    Desk desk = new Desk(surroundings, access);
    Optional<Endpoint> source = from == null ? Optional.empty() : Optional.of(desk.endpoint(from));
    Listen place = place();
    say("starting a coordinator on %s with its data in %s".formatted(place, directory.path()));
    try (ServerProcess server =
        ServerProcess.start(
            surroundings.servers(),
            settings(place, directory),
            directory.logToAppend(),
            () -> console.out().flush())) {
      await(server, place.url(), access);
      boolean imported = hasMigration(place.url(), access);
      if (imported) {
        say("this data holds a migration already; nothing is imported");
      } else if (!fill(desk, source, new Endpoint.Coordinator(place.url()))) {
        return ExitCode.DIFFERENT;
      }
      welcome(directory, place.url());
      return end(server);
    }
  }

  private Listen place() throws CommandException {
    if (listen != null) {
      Listen wanted = Listen.parse(listen);
      if (!wanted.isFree()) {
        throw new CommandException(
            "something listens at %s already; stop it or give another --listen.".formatted(wanted));
      }
      return wanted;
    }
    if (USUAL.isFree()) {
      return USUAL;
    }
    Listen other = USUAL.withFreePort();
    say("port %d is taken, so port %d it is".formatted(USUAL.port(), other.port()));
    return other;
  }

  private Map<String, String> settings(Listen place, DataDirectory directory)
      throws CommandException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("WAYLEAVE_LISTEN", place.toString());
    settings.put("WAYLEAVE_DATA", directory.path().toString());
    // An import brings the URL of the server it came from; this one is reached elsewhere.
    if (console.variable(SERVER_URL).isEmpty()) {
      settings.put(SERVER_URL, place.url().toString());
      say(
          "the server URL is %s, whatever an import brings; set %s for another"
              .formatted(place.url(), SERVER_URL));
    }
    if (console.variable("WAYLEAVE_LOG").isEmpty()) {
      settings.put("WAYLEAVE_LOG", "text");
    }
    return settings;
  }

  private void await(ServerProcess server, URI url, Endpoints.Access access)
      throws CommandException {
    try (ProgressLine progress = new ProgressLine(console)) {
      server.awaitHealth(
          url,
          () -> isKnown(url, access),
          seconds -> progress.at("still starting (" + seconds + " s)", 0, -1));
    }
  }

  /// The files with URL and key may come a moment after the first answer.
  private boolean isKnown(URI url, Endpoints.Access access) {
    try (CoordinatorClient _ = surroundings.endpoints().coordinator(url, access)) {
      return true;
    } catch (CommandException notYet) {
      return false;
    }
  }

  private boolean hasMigration(URI url, Endpoints.Access access)
      throws CommandException, ApiException {
    try (CoordinatorClient client = surroundings.endpoints().coordinator(url, access)) {
      return client.migrations().list().stream()
          .map(MigrationSummary::state)
          .anyMatch(state -> state != MigrationState.PLANNED);
    }
  }

  private boolean fill(Desk desk, Optional<Endpoint> source, Endpoint.Coordinator to)
      throws CommandException, SourceException, TargetException {
    if (source.isPresent()) {
      return fill(desk, source.get(), source.get().text(), to);
    }
    try (Sample sample = Sample.unpack()) {
      return fill(
          desk, new Endpoint.HeadscaleConfig(sample.config()), "the sample that comes along", to);
    }
  }

  private boolean fill(Desk desk, Endpoint source, String name, Endpoint.Coordinator to)
      throws CommandException, SourceException, TargetException {
    say("importing " + name);
    InventoryTarget target = desk.target(to, Purpose.CARRY);
    Reading reading = desk.read(source, Purpose.CARRY);
    InventoryTarget.Preview preview = desk.plan(target, reading, PlanOptions.CAREFUL);
    PlanText.write(console, PlanDocument.of(name, to.text(), preview.plan()));
    console.out().println();
    console.out().flush();
    if (!preview.plan().obstacles(Set.of()).isEmpty()) {
      say("nothing was imported, as the findings above forbid it; remedy them and try again");
      return false;
    }
    InventoryTarget.Receipt receipt = desk.apply(target, preview, Set.of());
    console.out().println("Applied as migration " + receipt.migration() + ".");
    receipt.notes().forEach(console.out()::println);
    console.out().println();
    return true;
  }

  private void welcome(DataDirectory directory, URI url) throws CommandException {
    if (directory.isNew()) {
      console.out().println("Admin API key: " + directory.adminKey());
      console.out().println("It is shown this once and kept in " + directory.keyFile() + ".");
    } else {
      console.out().println("The admin API key is kept in " + directory.keyFile() + ".");
    }
    String here = directory.path().toString();
    console.out().println();
    console.out().println("What to do next, in another terminal:");
    console.out().println("  wayleave migrations --data " + here);
    console.out().println("  wayleave inspect --from wayleave: --data " + here);
    console.out().println("  wayleave policy check --data " + here);
    console
        .out()
        .println("  wayleave apply --from wayleave: --to bundle:tailnet.wayleave --data " + here);
    console
        .out()
        .println(
            "  wayleave plan --from headscale:/etc/headscale/config.yaml"
                + " --to wayleave: --data "
                + here);
    console
        .out()
        .println(
            "  curl -H \"Authorization: Bearer $(cat %s)\" %s/api/v1alpha/nodes"
                .formatted(directory.keyFile(), url));
    console.out().println();
    console.out().println("Wayleave is ready at " + url);
    console.out().flush();
    say("press Ctrl-C to stop; the coordinator's log is " + directory.log());
  }

  private int end(ServerProcess server) throws CommandException {
    int status = server.awaitEnd();
    if (status != 0) {
      throw server.died();
    }
    return status;
  }

  private void say(String text) {
    console.err().println("wayleave: " + text);
  }
}
