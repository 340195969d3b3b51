package dev.wayleave.cli.providers;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import picocli.CommandLine.Parameters;

/// A verb about one identity provider.
abstract class ProviderCommand extends AdministrationCommand {
  @Parameters(paramLabel = "NAME", description = "The provider's name, for example keycloak.")
  String name = "";

  ProviderCommand(Surroundings surroundings) {
    super(surroundings);
  }
}
