package dev.wayleave.cli.preauthkeys;

import dev.wayleave.api.PreAuthKeyView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.administration.Users;
import dev.wayleave.cli.report.Grid;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists pre-auth keys, by their prefixes: what follows is shown once, when a key is made.
@Command(
    name = "list",
    aliases = {"ls", "show"},
    description = "List pre-auth keys.")
final class ListCommand extends AdministrationCommand {
  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Only the keys of this user: an id, a name or an e-mail address.")
  private @Nullable String user;

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    Users users = new Users(client.users());
    Long owner = user == null ? null : users.find(client, user).id();
    List<PreAuthKeyView> keys =
        client.preAuthKeys().stream()
            .filter(key -> owner == null || Objects.equals(key.user(), owner))
            .toList();
    Grid grid =
        new Grid(
            ">id", "prefix", "user", "tags", "reusable", "ephemeral", "used", "expires", "created");
    for (PreAuthKeyView key : keys) {
      grid.row(
          Long.toString(key.id()),
          prefix(key),
          users.label(key.user()),
          Cells.list(key.tags()),
          Cells.yes(key.reusable()),
          Cells.yes(key.ephemeral()),
          Cells.yes(key.used()),
          Cells.end(key.expiration(), now()),
          Cells.time(key.createdAt()));
    }
    show(keys, grid, "there are no such pre-auth keys.");
  }

  private static String prefix(PreAuthKeyView key) {
    String prefix = Objects.requireNonNullElse(key.prefix(), "(old)");
    return key.secretUnknown() ? prefix + " (to be adopted)" : prefix;
  }
}
