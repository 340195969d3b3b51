package dev.wayleave.coordinator.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Binds a form to the browser that was shown it and to the login that it is about, so that no
/// other page can have that browser send it.
///
/// The browser holds a random cookie that only this page gets back (SameSite=Strict); the form
/// holds what only this process can compute from it.
final class FormToken {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int COOKIE_BYTES = 16;
  private static final Pattern COOKIE = Pattern.compile("[0-9a-f]{" + 2 * COOKIE_BYTES + "}");
  private static final HexFormat HEX = HexFormat.of();

  private final SecureRandom random;
  private final SecretKeySpec key;

  FormToken(SecureRandom random) {
    this.random = random;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
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
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HEX.formatHex(mac.doFinal((login + "\n" + cookie).getBytes(StandardCharsets.UTF_8)));
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
