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

/// Ends a pre-auth key; nodes that registered with it stay.
@Command(
    name = "expire",
    aliases = {"revoke", "exp", "e"},
    description = "End a pre-auth key; nodes that registered with it stay.")
final class ExpireCommand extends AdministrationCommand {
  @Mixin private final KeyOption which = new KeyOption();

  ExpireCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException, OldSpellingException {
    which.check("expire");
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    long id = which.find(client);
    show(client.expirePreAuthKey(id), "Pre-auth key %d is ended.".formatted(id));
  }
}
