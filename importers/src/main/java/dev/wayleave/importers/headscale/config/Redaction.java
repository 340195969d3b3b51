package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.model.SecretText;
import java.util.Locale;
import java.util.regex.Pattern;

/// Tells values that may be shown from those that smell of a secret, by their key or their look.
final class Redaction {
  private static final Pattern KEY =
      Pattern.compile("pass|secret|token|credential|auth|api_?key|private|(^|[._])key([._]|$)");

  /// Known prefixes of keys, user and password in a URL, PEM, and long runs without a blank that
  /// mix letters and digits.
  private static final Pattern VALUE =
      Pattern.compile(
          "privkey:|hskey-|tskey-|://[^/\\s]*:[^/\\s]*@|-----BEGIN"
              + "|(?=[A-Za-z+=_-]*\\d)(?=\\d*[A-Za-z])[A-Za-z0-9+=_-]{24,}");

  private Redaction() {}

  static boolean smellsOfSecret(Setting setting) {
    String key = setting.key().toLowerCase(Locale.ROOT);
    boolean path = key.endsWith("_path") || key.endsWith("_file");
    return KnownKeys.isSecret(setting.key())
        || (!path && !KnownKeys.isKnown(setting.key()) && KEY.matcher(key).find())
        || (!(setting.value() instanceof SettingValue.Text)
            && !KnownKeys.isKnown(setting.key())
            && KEY.matcher(setting.value().print()).find())
        || VALUE.matcher(setting.value().print()).find();
  }

  /// The value, or its fingerprint.
  static String shown(Setting setting) {
    String text = setting.value().print();
    return smellsOfSecret(setting) ? SecretText.of(text).fingerprint() : abridged(text);
  }

  private static String abridged(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
