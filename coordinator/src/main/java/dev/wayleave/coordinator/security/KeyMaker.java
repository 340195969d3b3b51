package dev.wayleave.coordinator.security;

import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/// Makes keys of the shape `hskey-KIND-PREFIX-SECRET`, which Headscale's tools know.
///
/// The secret has 256 random bits, so one SHA-256 of it is as good as a slow hash: there is nothing
/// to guess. Hex digits keep a part from beginning with a dash, which tools take for an option.
public final class KeyMaker {
  static final int PREFIX_LENGTH = 12;
  static final int SECRET_LENGTH = 64;
  static final String SHA256 = "sha256:";

  /// Headscale's: 2 to the power of this many rounds.
  private static final int BCRYPT_COST = 10;

  private static final int BCRYPT_SALT_BYTES = 16;

  private final SecureRandom random;

  public KeyMaker(SecureRandom random) {
    this.random = random;
  }

  /// A key and what to keep of it.
  ///
  /// @param text the key itself, to be shown once
  /// @param proof what is quick to compare; null where that is what is kept anyway
  public record Made(String text, KeySecret.Hashed kept, @Nullable SecretText proof) {
    /// Names the prefix, never the secret.
    @Override
    public String toString() {
      return "Made(" + kept.prefix() + ")";
    }
  }

  public Made apiKey() {
    return lasting(make("hskey-api-"));
  }

  public Made preAuthKey() {
    return lasting(make("hskey-auth-"));
  }

  /// The key with Headscale's own hash as what is kept of it, so that it goes on working after a
  /// way back. That takes tens of milliseconds, so not on an event loop; and it is done before the
  /// key is given out, for afterwards nobody here knows the secret.
  private Made lasting(Made made) {
    byte[] salt = salt(BCRYPT_SALT_BYTES);
    String hash =
        OpenBSDBCrypt.generate(
            "2a", secret(made).getBytes(StandardCharsets.US_ASCII), salt, BCRYPT_COST);
    return kept(made, hash);
  }

  /// The prefix is the client's id, by which it is also found. Of these Headscale keeps Argon2id,
  /// which takes as long; see [#lasting].
  public Made oauthClient() {
    Made made = make("hskey-client-");
    return kept(made, Argon2id.phc(secret(made), salt(Argon2id.SALT_BYTES)));
  }

  private static String secret(Made made) {
    return made.text().substring(made.text().length() - SECRET_LENGTH);
  }

  private byte[] salt(int bytes) {
    byte[] salt = new byte[bytes];
    random.nextBytes(salt);
    return salt;
  }

  private static Made kept(Made made, String hash) {
    return new Made(
        made.text(),
        new KeySecret.Hashed(made.kept().prefix(), SecretText.of(hash)),
        made.kept().hash());
  }

  private Made make(String kind) {
    String prefix = hex(PREFIX_LENGTH);
    String secret = hex(SECRET_LENGTH);
    return new Made(
        kind + prefix + "-" + secret,
        new KeySecret.Hashed(prefix, SecretText.of(hash(secret))),
        null);
  }

  private String hex(int digits) {
    byte[] bytes = new byte[digits / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static String hash(String secret) {
    return SHA256 + HexFormat.of().formatHex(sha256(secret));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
