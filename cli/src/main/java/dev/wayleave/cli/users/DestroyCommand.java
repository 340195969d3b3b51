package dev.wayleave.cli.users;

import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.OldSpellingException;
import dev.wayleave.cli.administration.Users;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Removes a user who owns no nodes.
@Command(
    name = "destroy",
    aliases = {"delete"},
    description = "Remove a user who owns no nodes, and the user's keys.")
final class DestroyCommand extends AdministrationCommand {
  @Mixin private final UserOption which = new UserOption();

  DestroyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException, OldSpellingException {
    which.check("users destroy NAME", "users destroy --name NAME");
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView user = which.find(client);
    String label = Users.label(user);
    confirm("Remove user %s (id %d) and the user's keys?".formatted(label, user.id()));
    show(client.deleteUser(user.id()), "User %s (id %d) is removed.".formatted(label, user.id()));
  }
}
