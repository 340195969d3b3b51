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

/// Lets a suspended user in again, with the devices as they were.
@Command(
    name = "restore",
    description = "Let a suspended user in again, with the devices as they were.")
final class RestoreCommand extends AdministrationCommand {
  @Mixin private final UserOption which = new UserOption();

  RestoreCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException, OldSpellingException {
    which.check("users restore NAME", "users restore --name NAME");
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView user = client.restoreUser(which.find(client).id());
    show(
        user,
        "User %s (id %d) and the devices are let in again."
            .formatted(Users.label(user), user.id()));
  }
}
