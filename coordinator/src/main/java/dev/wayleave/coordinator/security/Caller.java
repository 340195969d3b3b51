package dev.wayleave.coordinator.security;

import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.OpenAdministration;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/// Who makes the request that is being answered.
@RequestScoped
public class Caller {
  private final SecurityIdentity identity;
  private final RoutingContext context;
  private final KeyVerifier verifier;

  @Inject
  Caller(SecurityIdentity identity, RoutingContext context, KeyVerifier verifier) {
    this.identity = identity;
    this.context = context;
    this.verifier = verifier;
  }

  /// For the audit log.
  public Actor actor() {
    return new Actor(identity.getPrincipal().getName(), Callers.address(context));
  }

  /// The key that the request came with, as a reference.
  public EntityRef key() {
    ApiKey key = identity.getAttribute(KeyIdentityProvider.KEY);
    if (key == null) {
      throw new IllegalStateException("only requests with a key are let in");
    }
    return EntityRef.of(key);
  }

  /// Whether no one between the caller and here can read the answer: it is encrypted, or does not
  /// leave this machine.
  public boolean isConfidential() {
    return Callers.isConfidential(context);
  }

  /// The person whose own key it is, who made it by logging in; nobody for any other key.
  public Optional<UserId> person() {
    ApiKey key = identity.getAttribute(KeyIdentityProvider.KEY);
    return key != null && key.scopes().contains(OpenAdministration.AS_USER)
        ? Optional.ofNullable(key.user())
        : Optional.empty();
  }

  /// Whether somebody in these roles may something that the caller may not.
  public boolean mayLessThan(Set<Role> roles) {
    return !permissions().containsAll(RoleScopes.permissions(roles));
  }

  /// What the caller may do.
  public Set<Permission> permissions() {
    ApiKey key = identity.getAttribute(KeyIdentityProvider.KEY);
    return key == null ? Set.of() : verifier.permissions(key);
  }
}
