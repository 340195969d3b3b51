package dev.wayleave.tailnet.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A text that must not be seen: a key, a password, a hash of one.
///
/// It prints as its fingerprint; only `reveal` gives the text, for the places that write a secret
/// on purpose (an encrypted bundle, a target's own store). A secret may also be withheld: then only
/// its fingerprint is known, which still tells whether two sides hold the same one.
public final class SecretText {
  private static final String PREFIX = "sha256:";

  /// How much of the SHA-256 a fingerprint shows: 128 bits, so that equal means equal.
  private static final int FINGERPRINT_BYTES = 16;

  private final String fingerprint;
  private final @Nullable String text;

  private SecretText(String fingerprint, @Nullable String text) {
    this.fingerprint = fingerprint;
    this.text = text;
  }

  public static SecretText of(String text) {
    byte[] digest = sha256(text.getBytes(StandardCharsets.UTF_8));
    return new SecretText(
        PREFIX + HexFormat.of().formatHex(Arrays.copyOf(digest, FINGERPRINT_BYTES)), text);
  }

  /// A secret of which only the fingerprint is known.
  public static SecretText withheld(String fingerprint) {
    if (!fingerprint.matches(PREFIX + "[0-9a-f]{" + 2 * FINGERPRINT_BYTES + "}")) {
      throw new IllegalArgumentException("\"" + fingerprint + "\" is not a fingerprint");
    }
    return new SecretText(fingerprint, null);
  }

  public boolean isWithheld() {
    return text == null;
  }

  /// The text itself. A caller that cannot know asks [#isWithheld] first.
  public String reveal() {
    if (text == null) {
      throw new IllegalStateException("the secret " + fingerprint + " was withheld by its source");
    }
    return text;
  }

  /// The same secret without its text.
  public SecretText withhold() {
    return new SecretText(fingerprint, null);
  }

  /// `sha256:` and the first 32 hex digits of the SHA-256 of the UTF-8 text.
  public String fingerprint() {
    return fingerprint;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretText secret && fingerprint.equals(secret.fingerprint);
  }

  @Override
  public int hashCode() {
    return fingerprint.hashCode();
  }

  @Override
  public String toString() {
    return fingerprint;
  }
}
