package dev.wayleave.cli.users.identities;

import dev.wayleave.api.UserIdentitiesView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;

/// Lists the logins by which a user is known, and those that are awaited.
@Command(
    name = "list",
    aliases = {"ls", "show"},
    description = "List the logins of a user, and those that are awaited.")
final class ListCommand extends OfUserCommand {
  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserIdentitiesView view = client.identities(user(client).id());
    Grid grid = new Grid("identity", "last used", "at", "verified address", "gives");
    for (UserIdentitiesView.Login login : view.identities()) {
      List<String> gives = new ArrayList<>(login.groups());
      gives.addAll(login.roles());
      grid.row(
          login.identity(),
          login.lastUsed() == null ? "never" : Cells.time(login.lastUsed()),
          Objects.requireNonNullElse(login.by(), "-"),
          login.verifiedEmail().isEmpty() ? "-" : login.verifiedEmail(),
          Cells.list(gives));
    }
    for (UserIdentitiesView.Expected one : view.expected()) {
      grid.row(
          "%s with %s %s".formatted(one.issuer(), one.claim(), one.value()),
          "awaited until " + one.until(),
          "-",
          "-",
          "-");
    }
    if (view.identities().isEmpty() && view.expected().isEmpty()) {
      hint("nobody logs in as this user.");
    }
    showOne(view, grid);
  }
}
