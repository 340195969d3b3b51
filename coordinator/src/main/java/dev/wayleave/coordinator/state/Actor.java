package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.ApiKey;

/// Who asks, for the audit log.
///
/// @param name for example `api key 3 (abcdefghijkl)`
/// @param address the network address the request came from, or `local`
public record Actor(String name, String address) {
  /// The coordinator itself.
  public static final Actor COORDINATOR = new Actor("coordinator", "local");

  /// Providers let people choose what they are called.
  private static final int LONGEST = 128;

  /// Whoever holds an API key.
  public static Actor of(ApiKey key, String address) {
    String shown = "api key " + key.id() + " (" + key.secret().prefix() + ")";
    // A person's own key says in whose name it was made.
    boolean own = key.scopes().contains(OpenAdministration.AS_USER);
    return new Actor(own ? key.description() + ", " + shown : shown, address);
  }

  /// Whoever has logged in at an identity provider.
  public static Actor of(ProvedLogin login, String address) {
    String person = login.label().replaceAll("\\p{Cntrl}", " ");
    String shown = person.length() > LONGEST ? person.substring(0, LONGEST) : person;
    return new Actor("login of " + shown + " (" + login.provider().name() + ")", address);
  }
}
