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

/// Lets in a user who awaits approval.
@Command(name = "approve", description = "Let in a user who awaits approval.")
final class ApproveCommand extends AdministrationCommand {
  @Mixin private final UserOption which = new UserOption();

  ApproveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException, OldSpellingException {
    which.check("users approve NAME", "users approve --name NAME");
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView user = client.approveUser(which.find(client).id());
    show(user, "User %s (id %d) is let in.".formatted(Users.label(user), user.id()));
  }
}
