package dev.wayleave.cli.apikeys;

import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Ends an API key.
@Command(
    name = "expire",
    aliases = {"revoke", "exp", "e"},
    description = "End an API key.")
final class ExpireCommand extends AdministrationCommand {
  @Mixin private final KeyOption which = new KeyOption();

  ExpireCommand(Surroundings surroundings) {
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
    show(client.expireApiKey(id), "API key %d is ended.".formatted(id));
  }
}
