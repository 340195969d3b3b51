package dev.wayleave.cli.users;

import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists users.
@Command(
    name = "list",
    aliases = {"ls", "show"},
    description = "List users.")
final class ListCommand extends AdministrationCommand {
  @Option(
      names = {"-i", "--identifier", "--id"},
      paramLabel = "ID",
      description = "Only the user of this id.")
  private @Nullable Long id;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Only users of this name.")
  private @Nullable String name;

  @Option(
      names = {"-e", "--email"},
      paramLabel = "ADDRESS",
      description = "Only users of this e-mail address.")
  private @Nullable String email;

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    List<UserView> users = client.users().stream().filter(this::isWanted).toList();
    Grid grid = new Grid(">id", "name", "display name", "e-mail", "roles", "standing", "created");
    for (UserView user : users) {
      grid.row(
          Long.toString(user.id()),
          user.name(),
          user.displayName(),
          user.email(),
          Cells.list(user.roles()),
          standing(user),
          Cells.time(user.createdAt()));
    }
    show(users, grid, "there are no such users.");
  }

  private static String standing(UserView user) {
    return user.suspended() ? "suspended" : user.awaitingApproval() ? "awaits approval" : "";
  }

  private boolean isWanted(UserView user) {
    return (id == null || id == user.id())
        && (name == null || user.name().equals(name))
        && (email == null || user.email().equalsIgnoreCase(email));
  }
}
