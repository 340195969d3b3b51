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

/// Shuts a user out, with all devices that the user owns.
@Command(name = "suspend", description = "Shut a user out, with all devices that the user owns.")
final class SuspendCommand extends AdministrationCommand {
  @Mixin private final UserOption which = new UserOption();

  SuspendCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException, OldSpellingException {
    which.check("users suspend NAME", "users suspend --name NAME");
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView user = client.suspendUser(which.find(client).id());
    show(
        user,
        "User %s (id %d) and the devices are shut out.".formatted(Users.label(user), user.id()));
  }
}
