package dev.wayleave.cli.providers;

import dev.wayleave.api.IdentityProviderChange;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import java.io.IOException;
import picocli.CommandLine.Command;

/// Has nobody log in at a provider for now.
@Command(name = "disable", description = "Have nobody log in at a provider for now.")
final class DisableCommand extends ProviderCommand {
  DisableCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    show(
        client.changeIdentityProvider(name, new IdentityProviderChange(false)),
        "Nobody logs in at %s any more; users keep their identities.".formatted(name));
  }
}
