package dev.wayleave.coordinator.login;

import dev.wayleave.protocol.key.MachinePrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Binds a form to the browser that was shown it and to the login that it is about, so that no
/// other page can have that browser send it.
///
/// The browser holds a random cookie that only this page gets back (SameSite=Strict); the form
/// holds what only this coordinator can compute from it, at any of its replicas: they have the
/// Noise key in common, from which theirs is made. A form that is open while that key is replaced
/// has to be shown once more.
final class FormToken {
  private static final String ALGORITHM = "HmacSHA256";

  /// So that what is made of the key here is of use for nothing else.
  private static final String PURPOSE = "wayleave forms of pages";

  private static final int COOKIE_BYTES = 16;
  private static final Pattern COOKIE = Pattern.compile("[0-9a-f]{" + 2 * COOKIE_BYTES + "}");
  private static final HexFormat HEX = HexFormat.of();

  private final SecureRandom random;

  /// For a tailnet whose Noise key was left out of what it was imported from, until it has one.
  private final byte[] own = new byte[32];

  private final Supplier<Optional<MachinePrivateKey>> noiseKey;

  FormToken(SecureRandom random, Supplier<Optional<MachinePrivateKey>> noiseKey) {
    this.random = random;
    this.noiseKey = noiseKey;
    random.nextBytes(own);
  }

  /// The cookie that a browser has, or a new one where it has none.
  String cookie(@Nullable String presented) {
    if (presented != null && COOKIE.matcher(presented).matches()) {
      return presented;
    }
    byte[] fresh = new byte[COOKIE_BYTES];
    random.nextBytes(fresh);
    return HEX.formatHex(fresh);
  }

  /// What the form for a login holds, in a browser with this cookie.
  String token(String login, String cookie) {
    byte[] key = noiseKey.get().map(FormToken::madeOf).orElse(own);
    return HEX.formatHex(mac(key, login + "\n" + cookie));
  }

  private static byte[] madeOf(MachinePrivateKey noise) {
    return mac(noise.reveal().getBytes(StandardCharsets.US_ASCII), PURPOSE);
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("every Java platform must provide HmacSHA256", impossible);
    }
  }

  boolean isRight(String login, @Nullable String cookie, @Nullable String token) {
    return cookie != null
        && token != null
        && COOKIE.matcher(cookie).matches()
        && MessageDigest.isEqual(
            token(login, cookie).getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }
}
