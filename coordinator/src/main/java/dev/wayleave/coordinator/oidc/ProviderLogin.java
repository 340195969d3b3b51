package dev.wayleave.coordinator.oidc;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// How a kind of provider is spoken with.
interface ProviderLogin {
  /// The address at the provider to which the browser goes.
  URI address(LoginUnderWay login) throws LoginFailedException;

  /// What the provider says of the person who came back.
  ///
  /// @param parameters with which the browser came back
  Testimony testimony(LoginUnderWay login, Map<String, List<String>> parameters)
      throws LoginFailedException;
}
