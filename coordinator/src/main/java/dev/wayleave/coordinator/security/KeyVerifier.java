package dev.wayleave.coordinator.security;

import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// Says which API key someone presents.
///
/// Keys made here are compared by SHA-256. Imported ones have bcrypt hashes, each of which costs
/// tens of milliseconds of a core, so few are checked at a time and a key that proved right is
/// remembered for a short while, by the SHA-256 of what was presented.
public final class KeyVerifier {
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);
  private static final int REMEMBERED_AT_MOST = 1_000;
  private static final int BCRYPT_AT_ONCE = 2;

  /// The whole shape, for BouncyCastle's refusals of others are of several kinds. A cost above 15
  /// would take seconds of a core for each request; Headscale's is 10.
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[abxy]\\$(0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53}");

  /// bcrypt takes 72 bytes; BouncyCastle refuses more.
  private static final int BCRYPT_LONGEST = 72;

  private final Supplier<Tailnet> image;
  private final InstantSource clock;
  private final Semaphore bcrypt = new Semaphore(BCRYPT_AT_ONCE);
  private final Map<String, Proof> proofs = new ConcurrentHashMap<>();

  /// That a presented key matched a hash, until a time.
  private record Proof(SecretText hash, Instant until) {}

  public KeyVerifier(Supplier<Tailnet> image, InstantSource clock) {
    this.image = image;
    this.clock = clock;
  }

  /// The key that `text` is, if it is one and still valid. May take a while.
  public Optional<ApiKey> verify(String text) {
    Optional<PresentedKey> presented = PresentedKey.parse(text);
    if (presented.isEmpty()) {
      return Optional.empty();
    }
    List<ApiKey> candidates =
        image.get().apiKeys().stream()
            .filter(key -> key.secret().prefix().equals(presented.get().prefix()))
            .filter(this::isValid)
            .toList();
    return candidates.stream().filter(key -> matches(key, text, presented.get())).findFirst();
  }

  private boolean isValid(ApiKey key) {
    Instant expiration = key.expiration();
    return expiration == null || clock.instant().isBefore(expiration);
  }

  private boolean matches(ApiKey key, String text, PresentedKey presented) {
    if (key.secret().hash().isWithheld()) {
      return false;
    }
    String hash = key.secret().hash().reveal();
    if (hash.startsWith(KeyMaker.SHA256)) {
      return equal(hash, KeyMaker.hash(presented.secret()));
    }
    return BCRYPT.matcher(hash).matches() && matchesSlowly(key, text, presented, hash);
  }

  private boolean matchesSlowly(ApiKey key, String text, PresentedKey presented, String hash) {
    String fingerprint = HexFormat.of().formatHex(KeyMaker.sha256(text));
    Proof proof = proofs.get(fingerprint);
    if (proof != null
        && proof.hash().equals(key.secret().hash())
        && clock.instant().isBefore(proof.until())) {
      return true;
    }
    boolean right = bcrypt(presented.secret(), hash);
    if (right) {
      remember(fingerprint, new Proof(key.secret().hash(), clock.instant().plus(REMEMBERED_FOR)));
    }
    return right;
  }

  private boolean bcrypt(String secret, String hash) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > BCRYPT_LONGEST) {
      return false;
    }
    bcrypt.acquireUninterruptibly();
    try {
      return OpenBSDBCrypt.checkPassword(hash, bytes);
    } finally {
      bcrypt.release();
    }
  }

  private void remember(String fingerprint, Proof proof) {
    if (proofs.size() >= REMEMBERED_AT_MOST) {
      proofs.values().removeIf(old -> !clock.instant().isBefore(old.until()));
    }
    if (proofs.size() < REMEMBERED_AT_MOST) {
      proofs.put(fingerprint, proof);
    }
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
