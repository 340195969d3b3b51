package dev.wayleave.coordinator.security;

import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.tailnet.model.ApiKey;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.StringPermission;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/// Turns a presented key into an identity with permissions.
@Singleton
final class KeyIdentityProvider implements IdentityProvider<PresentedKeyRequest> {
  /// The identity's attribute that holds the [ApiKey].
  static final String KEY = "wayleave.api-key";

  private final KeyVerifier verifier;
  private final FailureLimit failures;
  private final RefusedProofs refused;

  KeyIdentityProvider(KeyVerifier verifier, FailureLimit failures, RefusedProofs refused) {
    this.refused = refused;
    this.verifier = verifier;
    this.failures = failures;
  }

  @Override
  public Class<PresentedKeyRequest> getRequestType() {
    return PresentedKeyRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      PresentedKeyRequest request, AuthenticationRequestContext context) {
    // Off the event loop: an imported key's hash takes tens of milliseconds.
    return context.runBlocking(() -> identity(request));
  }

  private SecurityIdentity identity(PresentedKeyRequest request) {
    ApiKey key =
        verifier
            .verify(request.key())
            .orElseThrow(() -> {
              failures.failed(request.address());
              refused.count(RefusedProofs.Kind.API_KEY);
              return new AuthenticationFailedException("The API key is not valid.");
            });
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(Actor.of(key, request.address()).name()))
            .addAttribute(KEY, key);
    for (Permission permission : verifier.permissions(key)) {
      identity.addPermission(new StringPermission(permission.object(), permission.action()));
    }
    return identity.build();
  }
}
