package dev.wayleave.cli.oidc;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.cli.ExitCode;
import dev.wayleave.cli.FormatOption;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityStore;
import dev.wayleave.tailnet.identity.rewrite.RewriteCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Reads the identities again and compares them with what was to become of them.
@Command(
    name = "verify",
    description = "Read identities again and compare them with a plan or a journal.")
final class VerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private final KeptFile kept = new KeptFile();
  @Mixin private final FormatOption output = new FormatOption();

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    Wanted wanted =
        switch (OidcFiles.read(kept.path(console))) {
          case OidcFiles.Found.OfPlan(PlanDocument plan) ->
              new Wanted(plan.endpoint(), plan.plan().changes(), plan.plan().policy().text());
          case OidcFiles.Found.OfJournal(JournalDocument journal) ->
              new Wanted(journal.endpoint(), journal.changes(), journal.policy());
        };
    String place = kept.place(wanted.endpoint());
    Holdings holdings = kept.ask(surroundings, place, IdentityStore::read);
    List<String> differences = differences(holdings, wanted);
    if (output.isForPeople()) {
      differences.forEach(line -> console.out().println("! " + SafeText.line(line)));
      console
          .out()
          .println(
              differences.isEmpty()
                  ? "All of it is there: " + wanted.changes().size() + " changes."
                  : differences.size() == 1
                      ? "1 difference."
                      : differences.size() + " differences.");
    } else {
      Documents.write(
          output.format,
          console.out(),
          new Result(place, differences.isEmpty(), wanted.changes().size(), differences));
    }
    return differences.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private static List<String> differences(Holdings holdings, Wanted wanted) {
    List<String> differences =
        new ArrayList<>(
            RewriteCheck.differences(
                holdings.holders().stream().map(Holder::user).toList(), wanted.changes()));
    if (wanted.policy() != null && !wanted.policy().equals(holdings.policy())) {
      differences.add("The policy is not the one that was written.");
    }
    return differences;
  }

  private record Wanted(String endpoint, List<IdentityChange> changes, @Nullable String policy) {}

  @JsonPropertyOrder({"endpoint", "equal", "changes", "differences"})
  private record Result(String endpoint, boolean equal, int changes, List<String> differences) {}
}
