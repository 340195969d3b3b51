package dev.wayleave.cli.users.identities;

import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.terminal.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose logins a verb is about.
final class IssuerOption {
  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "The issuer, as the provider's tokens have it.")
  private @Nullable String issuer;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "The issuer of this identity provider.")
  private @Nullable String provider;

  void check() throws CommandException {
    if ((issuer == null) == (provider == null)) {
      throw new CommandException(
          "say whose login it is with --provider NAME or with --issuer URL, one of them.");
    }
  }

  String find(AdministrationClient client) throws ApiException {
    return issuer == null ? client.identityProvider(String.valueOf(provider)).issuer() : issuer;
  }
}
