package dev.wayleave.coordinator.oidc;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.SecretText;
import java.util.List;
import java.util.Optional;

/// The identity providers of this moment: those of the tailnet, the one of an imported
/// configuration, and those of the configuration file, which has the last word on a name.
public interface Providers {
  /// A provider as logins go there.
  ///
  /// @param secret the client's; empty for a public client
  /// @param callbackPath where the provider sends people back to, below the server URL
  record Configured(IdentityProvider provider, Optional<SecretText> secret, String callbackPath) {}

  /// Where a provider's settings stand.
  enum Origin {
    /// In a Headscale configuration that was imported.
    IMPORTED,
    /// In the tailnet, where the API put them.
    API,
    /// In the file of providers.
    FILE
  }

  /// A provider, enabled or not.
  record Known(Configured configured, Origin origin) {}

  /// All, by name.
  List<Known> known();

  /// Those at which people can log in, by name.
  List<Configured> enabled();

  /// One that is enabled.
  Optional<Configured> enabled(String name);
}
