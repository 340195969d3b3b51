package dev.wayleave.cli.providers;

import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;

/// Removes an identity provider with its secret.
@Command(
    name = "delete",
    aliases = {"remove", "del"},
    description = "Remove an identity provider with its secret; users keep their identities.")
final class DeleteCommand extends ProviderCommand {
  DeleteCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    confirm("Remove the identity provider " + name + "? Nobody logs in there any more.");
    show(client.deleteIdentityProvider(name), "The identity provider " + name + " is removed.");
  }
}
