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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Gives a user another name.
@Command(
    name = "rename",
    aliases = {"mv"},
    description = "Give a user another name.")
final class RenameCommand extends AdministrationCommand {
  @Mixin private final UserOption which = new UserOption();

  @Option(
      names = {"-r", "--new-name"},
      paramLabel = "NAME",
      description = "The new name.")
  private @Nullable String newName;

  RenameCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException, OldSpellingException {
    which.check("users rename OLD NEW", "users rename --name OLD --new-name NEW");
    if (newName == null) {
      throw new CommandException("give the new name with --new-name NAME.");
    }
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    UserView before = which.find(client);
    UserView user = client.renameUser(before.id(), String.valueOf(newName));
    show(
        user,
        "User %s (id %d) is now called %s.".formatted(Users.label(before), user.id(), user.name()));
  }
}
