package dev.wayleave.coordinator.security;

import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/// Compares secrets that are presented with what is kept of them.
///
/// Secrets made here are compared by SHA-256. Imported ones have bcrypt hashes, each of which costs
/// tens of milliseconds of a core, so few are checked at a time; one that proved right is
/// remembered for a short while, by the SHA-256 of what was presented, until that is kept beside
/// the hash.
public final class SecretProof {
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);
  private static final int REMEMBERED_AT_MOST = 1_000;
  private static final int BCRYPT_AT_ONCE = 2;

  /// The whole shape, for BouncyCastle's refusals of others are of several kinds. A cost above 15
  /// would take seconds of a core for each request; Headscale's is 10.
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[abxy]\\$(0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53}");

  /// bcrypt takes 72 bytes; BouncyCastle refuses more.
  private static final int BCRYPT_LONGEST = 72;

  private final InstantSource clock;
  private final Semaphore bcrypt = new Semaphore(BCRYPT_AT_ONCE);
  private final Map<String, Proven> proofs = new ConcurrentHashMap<>();

  /// That a presented key matched a hash, until a time.
  private record Proven(SecretText hash, Instant until) {}

  public SecretProof(InstantSource clock) {
    this.clock = clock;
  }

  /// Whether a key that was found by its prefix is the one that was presented. May take a while.
  ///
  /// @param proof what is quick to compare, where it is known
  /// @param text the whole key
  /// @param secret the part of it that is hashed
  boolean matches(KeySecret.Hashed kept, @Nullable SecretText proof, String text, String secret) {
    if (proof != null && !proof.isWithheld()) {
      return equal(proof.reveal(), KeyMaker.hash(secret));
    }
    if (kept.hash().isWithheld()) {
      return false;
    }
    String hash = kept.hash().reveal();
    if (hash.startsWith(KeyMaker.SHA256)) {
      return equal(hash, KeyMaker.hash(secret));
    }
    return BCRYPT.matcher(hash).matches() && matchesSlowly(kept.hash(), text, secret);
  }

  /// Whether a key that is kept as it is was presented; the fingerprints, which are there already,
  /// rule out nearly all others.
  boolean matches(KeySecret.Plaintext kept, @Nullable SecretText proof, SecretText presented) {
    if (proof != null && !proof.isWithheld()) {
      return equal(proof.reveal(), KeyMaker.hash(presented.reveal()));
    }
    return !kept.key().isWithheld()
        && equal(kept.key().fingerprint(), presented.fingerprint())
        && equal(KeyMaker.hash(kept.key().reveal()), KeyMaker.hash(presented.reveal()));
  }

  private boolean matchesSlowly(SecretText hash, String text, String secret) {
    String fingerprint = HexFormat.of().formatHex(KeyMaker.sha256(text));
    Proven proven = proofs.get(fingerprint);
    if (proven != null && proven.hash().equals(hash) && clock.instant().isBefore(proven.until())) {
      return true;
    }
    boolean right = bcrypt(secret, hash.reveal());
    if (right) {
      remember(fingerprint, new Proven(hash, clock.instant().plus(REMEMBERED_FOR)));
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

  private void remember(String fingerprint, Proven proven) {
    if (proofs.size() >= REMEMBERED_AT_MOST) {
      proofs.values().removeIf(old -> !clock.instant().isBefore(old.until()));
    }
    if (proofs.size() < REMEMBERED_AT_MOST) {
      proofs.put(fingerprint, proven);
    }
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
