package dev.wayleave.coordinator.security;

import dev.wayleave.coordinator.state.OpenAdministration;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Says which API key someone presents.
public final class KeyVerifier {
  private final Supplier<Tailnet> image;
  private final Supplier<Tailnet> newest;
  private final InstantSource clock;
  private final SecretProof proof;
  private final ProofKeeper keeper;

  /// @param newest waits until `image` has what other replicas committed: the key itself, and what
  ///   its holder has just changed there and reads here
  public KeyVerifier(
      Supplier<Tailnet> image,
      Supplier<Tailnet> newest,
      InstantSource clock,
      SecretProof proof,
      ProofKeeper keeper) {
    this.keeper = keeper;
    this.newest = newest;
    this.image = image;
    this.clock = clock;
    this.proof = proof;
  }

  /// The key that `text` is, if it is one and still valid. May take a while.
  public Optional<ApiKey> verify(String text) {
    Optional<PresentedKey> presented = PresentedKey.parse(text);
    if (presented.isEmpty()) {
      return Optional.empty();
    }
    String secret = presented.get().secret();
    Optional<ApiKey> found =
        newest.get().apiKeys().stream()
            .filter(key -> key.secret().prefix().equals(presented.get().prefix()))
            .filter(this::isValid)
            .filter(key -> proof.matches(key.secret(), key.proof(), text, secret))
            .findFirst();
    found.ifPresent(key -> keeper.proven(key, key.secret(), key.proof(), secret));
    return found;
  }

  /// What a key may do at this moment: its scopes, and of a person's own key no more than the
  /// person's roles allow now.
  public Set<Permission> permissions(ApiKey key) {
    Set<Permission> scoped = Scopes.permissions(key.scopes());
    UserId user = key.user();
    if (!key.scopes().contains(OpenAdministration.AS_USER)) {
      return scoped;
    }
    Set<Permission> allowed = EnumSet.noneOf(Permission.class);
    if (user != null) {
      image
          .get()
          .user(user)
          .filter(person -> !person.suspended() && !person.awaitingApproval())
          .ifPresent(person -> allowed.addAll(RoleScopes.permissions(person.allRoles())));
    }
    allowed.retainAll(scoped);
    return allowed;
  }

  private boolean isValid(ApiKey key) {
    Instant expiration = key.expiration();
    UserId user = key.user();
    if (user != null && image.get().user(user).map(User::suspended).orElse(false)) {
      return false;
    }
    if (key.scopes().contains(OpenAdministration.AS_USER) && permissions(key).isEmpty()) {
      return false;
    }
    return expiration == null || clock.instant().isBefore(expiration);
  }
}
