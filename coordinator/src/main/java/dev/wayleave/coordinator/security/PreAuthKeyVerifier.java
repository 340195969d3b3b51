package dev.wayleave.coordinator.security;

import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.Optional;
import java.util.function.Supplier;

/// Says which pre-auth key a device presents, valid or not.
public final class PreAuthKeyVerifier {
  private final Supplier<Tailnet> image;
  private final Supplier<Tailnet> newest;
  private final SecretProof proof;
  private final ProofKeeper keeper;

  public PreAuthKeyVerifier(Supplier<Tailnet> image, SecretProof proof, ProofKeeper keeper) {
    this(image, image, proof, keeper);
  }

  /// @param newest the image with what other replicas committed, which takes a moment: a key may
  ///   have been made there just now
  public PreAuthKeyVerifier(
      Supplier<Tailnet> image, Supplier<Tailnet> newest, SecretProof proof, ProofKeeper keeper) {
    this.image = image;
    this.newest = newest;
    this.proof = proof;
    this.keeper = keeper;
  }

  /// The key that `text` is, if it is one. May take a while, so not on an event loop.
  public Optional<PreAuthKey> find(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<PresentedKey> presented = PresentedKey.parsePreAuth(text);
    SecretText whole = SecretText.of(text);
    Optional<PreAuthKey> found =
        find(image.get(), whole, presented).or(() -> find(newest.get(), whole, presented));
    found.ifPresent(
        key -> keeper.proven(key, key.secret(), key.proof(), secret(key, text, presented)));
    return found;
  }

  private Optional<PreAuthKey> find(
      Tailnet known, SecretText whole, Optional<PresentedKey> presented) {
    return known.preAuthKeys().stream().filter(key -> isProved(key, whole, presented)).findFirst();
  }

  private static String secret(PreAuthKey key, String text, Optional<PresentedKey> presented) {
    return key.secret() instanceof KeySecret.Hashed
        ? presented.map(PresentedKey::secret).orElse(text)
        : text;
  }

  private boolean isProved(PreAuthKey key, SecretText whole, Optional<PresentedKey> presented) {
    return switch (key.secret()) {
      case KeySecret.Hashed hashed ->
          presented.isPresent()
              && hashed.prefix().equals(presented.get().prefix())
              && proof.matches(hashed, key.proof(), whole.reveal(), presented.get().secret());
      case KeySecret.Plaintext plaintext -> proof.matches(plaintext, key.proof(), whole);
      case KeySecret.Unknown _ -> false;
    };
  }
}
