package dev.wayleave.cli.oidc;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints.Identities;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.IdentityPlanText;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.ProgressLine;
import dev.wayleave.cli.terminal.Prompt;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.plan.IdentityPlan;
import dev.wayleave.oidc.plan.IdentityPlanner;
import dev.wayleave.oidc.plan.PlanRequest;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.inventory.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes identities: all that was planned, or nothing.
@Command(
    name = "apply",
    description = "Change identities, by a saved plan or straight by what plan takes.")
final class ApplyCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Surroundings surroundings;
  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "PLAN", description = "A plan that was saved.")
  private @Nullable String saved;

  @Option(names = "--endpoint", paramLabel = "ENDPOINT", description = "Where the users are.")
  private @Nullable String endpoint;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "Where to keep what rollback needs; beside the database unless given.")
  private @Nullable String journal;

  @Option(names = "--yes", description = "Answer the question with yes.")
  private boolean yes;

  @Mixin private final RequestOptions request = new RequestOptions();
  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final StoreOptions options = new StoreOptions();

  ApplyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.console = surroundings.console();
  }

  @Override
  public Integer call() throws Exception {
    PlanDocument document = saved == null ? null : OidcFiles.plan(console.path(saved));
    Endpoint place = place(document);
    try (ProgressLine progress = new ProgressLine(console)) {
      Identities identities = options.open(surroundings, place, progress);
      try (var store = identities.store()) {
        Holdings holdings = store.read();
        IdentityPlan plan =
            document == null
                ? IdentityPlanner.plan(holdings, request(identities))
                : document.plan();
        if (!plan.state().equals(holdings.state())) {
          throw new CommandException(
              "%s changed since the plan was saved; nothing was applied, so plan again."
                  .formatted(place.text()));
        }
        return carryOut(identities, PlanDocument.of(place.text(), plan));
      }
    }
  }

  private Endpoint place(@Nullable PlanDocument document) throws CommandException {
    if (document != null) {
      if (endpoint != null || request.given()) {
        throw new CommandException(
            "a saved plan says where and what; leave out --endpoint and all that plan takes.");
      }
      return options.endpoint(surroundings, document.endpoint());
    }
    if (endpoint == null) {
      throw new CommandException("apply needs a saved plan, or --endpoint.");
    }
    return options.endpoint(surroundings, endpoint);
  }

  private PlanRequest request(Identities identities) throws CommandException, InputException {
    return request.request(console, identities.issuer());
  }

  private int carryOut(Identities identities, PlanDocument document)
      throws CommandException, IdentityStoreException, IOException {
    IdentityPlan plan = document.plan();
    if (output.isForPeople()) {
      IdentityPlanText.write(console, plan);
    }
    if (plan.isBlocked()) {
      return refused(document);
    }
    if (plan.isEmpty()) {
      if (!output.isForPeople()) {
        Documents.write(output.format, console.out(), new Result(document, false, null, List.of()));
      }
      return ExitCode.DONE;
    }
    Path file = journalFile(identities);
    console.out().flush();
    if (!yes && !new Prompt(console).confirm("Change this in " + plan.place() + "?")) {
      throw new CommandException("nothing was applied, as the answer was not yes.");
    }
    List<String> notes = apply(identities, document, file);
    if (!output.isForPeople()) {
      Documents.write(
          output.format, console.out(), new Result(document, true, file.toString(), notes));
      return ExitCode.DONE;
    }
    console.out().println("Applied.");
    notes.forEach(note -> console.out().println(SafeText.line(note)));
    console.out().println("Take it back with: wayleave oidc rollback " + file);
    console.out().println("journal: " + file);
    return ExitCode.DONE;
  }

  /// A failure may come after the commit, and then the journal is what takes it back.
  private List<String> apply(Identities identities, PlanDocument document, Path file)
      throws IdentityStoreException {
    boolean applied = false;
    try {
      List<String> notes =
          identities.store().apply(document.plan().rewrite(), text -> keep(file, document, text));
      applied = true;
      return notes;
    } finally {
      if (!applied && Files.exists(file)) {
        console.err().println("journal: " + file);
      }
    }
  }

  /// @param journal null where nothing was to be changed, or nothing was
  @JsonPropertyOrder({"endpoint", "applied", "journal", "notes", "plan"})
  private record Result(
      String endpoint,
      boolean applied,
      @Nullable String journal,
      List<String> notes,
      IdentityPlan plan) {
    Result(PlanDocument document, boolean applied, @Nullable String journal, List<String> notes) {
      this(document.endpoint(), applied, journal, notes, document.plan());
    }
  }

  private int refused(PlanDocument document) throws IOException {
    if (!output.isForPeople()) {
      Documents.write(output.format, console.out(), new Result(document, false, null, List.of()));
    }
    String codes =
        document.plan().findings().stream()
            .filter(finding -> finding.level() == Finding.Level.BLOCKER)
            .map(Finding::code)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
    console.err().println("wayleave: nothing was applied; blockers forbid it (" + codes + ").");
    return ExitCode.DIFFERENT;
  }

  private Path journalFile(Identities identities) throws CommandException {
    Path file =
        journal == null
            ? identities
                .folder()
                .resolve(
                    identities.name()
                        + ".oidc-"
                        + STAMP.format(console.clock().instant())
                        + ".journal")
            : console.path(journal);
    if (Files.exists(file)) {
      throw new CommandException(
          "%s exists already; name another file with --journal.".formatted(file));
    }
    return file;
  }

  private void keep(Path file, PlanDocument document, String text) throws IdentityStoreException {
    IdentityPlan plan = document.plan();
    try {
      OidcFiles.write(
          file,
          new JournalDocument(
              JournalDocument.FORMAT,
              document.endpoint(),
              console.clock().instant(),
              plan.changes(),
              plan.policy().text(),
              text));
    } catch (CommandException e) {
      throw new IdentityStoreException(
          "Nothing was applied, because the journal "
              + e.getMessage()
              + " Name another file with --journal.",
          e);
    }
  }
}
