package dev.wayleave.cli.export;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.importers.tailscale.api.Credential;
import dev.wayleave.importers.tailscale.api.Credentials;
import dev.wayleave.importers.tailscale.api.HostedAddress;
import dev.wayleave.importers.tailscale.api.HostedClient;
import dev.wayleave.importers.tailscale.api.HostedException;
import dev.wayleave.importers.tailscale.api.Patience;
import dev.wayleave.importers.tailscale.api.Waiting;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the hosted API is asked and with which credential: options, else the environment.
///
/// @param credentials a file of credentials; null for the environment
public record HostedAccess(
    @Nullable String tailnet, @Nullable String baseUrl, @Nullable Path credentials) {
  private static final String TAILNET = "TAILSCALE_TAILNET";
  private static final String BASE_URL = "TAILSCALE_BASE_URL";

  /// What the environment alone says.
  public static final HostedAccess FROM_ENVIRONMENT = new HostedAccess(null, null, null);

  /// The same for a tailnet that an endpoint names.
  ///
  /// @param named its name; empty where it names none
  public HostedAccess of(String named) throws CommandException {
    if (named.isEmpty() || named.equals(tailnet)) {
      return this;
    }
    if (tailnet != null) {
      throw new CommandException(
          "tailscale:%s and --tailnet %s are two tailnets; name one."
              .formatted(SafeText.line(named, 60), SafeText.line(tailnet, 60)));
    }
    return new HostedAccess(named, baseUrl, credentials);
  }

  public HostedAddress address(Console console) throws CommandException {
    String name = tailnet == null ? console.variable(TAILNET).orElse(HostedAddress.OWN) : tailnet;
    String url =
        baseUrl == null
            ? console.variable(BASE_URL).orElse(HostedAddress.HOSTED.toString())
            : baseUrl;
    try {
      return HostedAddress.parse(url, name);
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage() + ".", e);
    }
  }

  /// A client that waits as long as a person would.
  public HostedClient client(Console console) throws CommandException {
    return clients(console).get();
  }

  /// Makes clients, with the credential that is found now.
  public Supplier<HostedClient> clients(Console console) throws CommandException {
    HostedAddress address = address(console);
    try {
      Credential credential = Credentials.find(console.environment(), credentials);
      return () ->
          new HostedClient(
              address, credential, Patience.USUAL, Waiting.real(console.clock(), console.random()));
    } catch (HostedException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }
}
