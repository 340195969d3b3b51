package dev.wayleave.cli.preauthkeys;

import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.OldSpellingException;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Removes a pre-auth key; nodes that registered with it stay.
@Command(
    name = "delete",
    aliases = {"del", "rm", "d"},
    description = "Remove a pre-auth key; nodes that registered with it stay.")
final class DeleteCommand extends AdministrationCommand {
  @Mixin private final KeyOption which = new KeyOption();

  DeleteCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException, OldSpellingException {
    which.check("delete");
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    long id = which.find(client);
    show(client.deletePreAuthKey(id), "Pre-auth key %d is removed.".formatted(id));
  }
}
