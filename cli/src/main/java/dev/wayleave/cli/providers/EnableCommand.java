package dev.wayleave.cli.providers;

import dev.wayleave.api.IdentityProviderChange;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import java.io.IOException;
import picocli.CommandLine.Command;

/// Lets people log in at a provider again.
@Command(name = "enable", description = "Let people log in at a provider again.")
final class EnableCommand extends ProviderCommand {
  EnableCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    show(
        client.changeIdentityProvider(name, new IdentityProviderChange(true)),
        "People log in at %s again.".formatted(name));
  }
}
