package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// The entity tags of policies: SHA-256 of the formatted text, as the hosted service has it.
///
/// The writer of the state compares tags while others wait for it, so those of the last texts are
/// remembered: the one in force was shown to whoever now changes it.
@Singleton
final class PolicyTags {
  private static final int REMEMBERED = 16;

  private final Map<String, String> tags =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// The tag of a text, in lower-case hexadecimal, without quotes.
  String of(String text) {
    synchronized (tags) {
      String known = tags.get(text);
      if (known != null) {
        return known;
      }
    }
    String tag = make(text);
    synchronized (tags) {
      tags.put(text, tag);
    }
    return tag;
  }

  private static String make(String text) {
    try {
      return PolicyText.parse(text).etag();
    } catch (PolicySyntaxException imported) {
      // An import keeps even what cannot be read; such a text is known by its bytes.
      return sha256(text);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform must provide SHA-256", e);
    }
  }
}
