package dev.wayleave.importers.tailscale.api;

import dev.wayleave.tailnet.model.SecretText;

/// What lets somebody ask the API.
public sealed interface Credential {
  /// An access token of a user; it ends for good when its time is over.
  record ApiToken(SecretText token) implements Credential {
    @Override
    public String label() {
      return "the API token";
    }
  }

  /// An OAuth client, which is given an access token for an hour as often as it asks.
  record OAuthClient(String id, SecretText secret) implements Credential {
    @Override
    public String label() {
      return "the OAuth client " + id;
    }
  }

  /// A federated identity, which gives a token of its own provider for an access token.
  record WorkloadIdentity(String clientId, IdToken idToken) implements Credential {
    @Override
    public String label() {
      return "the workload identity " + clientId;
    }
  }

  /// The token of a provider; it is asked for again each time, as it does not live long.
  @FunctionalInterface
  interface IdToken {
    SecretText read() throws HostedException;
  }

  /// What to call it in a sentence.
  String label();
}
