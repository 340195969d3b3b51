package dev.wayleave.cli.apikeys;

import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Removes an API key.
@Command(
    name = "delete",
    aliases = {"remove", "del"},
    description = "Remove an API key.")
final class DeleteCommand extends AdministrationCommand {
  @Mixin private final KeyOption which = new KeyOption();

  DeleteCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    which.check();
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    long id = which.find(client);
    show(client.deleteApiKey(id), "API key %d is removed.".formatted(id));
  }
}
