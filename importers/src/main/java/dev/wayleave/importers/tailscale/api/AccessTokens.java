package dev.wayleave.importers.tailscale.api;

import dev.wayleave.tailnet.model.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Gives the token that a request carries, a new one where the last is about to end.
final class AccessTokens {
  /// A token that ends sooner is not begun with.
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final Credential credential;
  private final InstantSource clock;
  private final Issuer issuer;
  private @Nullable Token current;

  /// Asks the API for an access token.
  @FunctionalInterface
  interface Issuer {
    Token issue(Credential credential) throws HostedException;
  }

  record Token(SecretText text, Instant ends) {}

  AccessTokens(Credential credential, InstantSource clock, Issuer issuer) {
    this.credential = credential;
    this.clock = clock;
    this.issuer = issuer;
  }

  /// Whether a token that is refused can be exchanged for another.
  boolean renewable() {
    return !(credential instanceof Credential.ApiToken);
  }

  /// @param refused a token that the API did not take, or null
  synchronized SecretText token(@Nullable SecretText refused) throws HostedException {
    if (credential instanceof Credential.ApiToken api) {
      return api.token();
    }
    Token token = current;
    if (token == null || isOver(token, refused)) {
      token = issuer.issue(credential);
      current = token;
    }
    return token.text();
  }

  private boolean isOver(Token token, @Nullable SecretText refused) {
    return (refused != null && token.text().equals(refused))
        || clock.instant().plus(MARGIN).isAfter(token.ends());
  }
}
