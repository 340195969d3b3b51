package dev.wayleave.exporters.headscale.row;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.SecretText;
import java.util.HexFormat;

/// What is kept of secrets, as columns hold it.
final class Hashes {
  /// Headscale takes every bcrypt of Go's: `$2a$`, `$2b$`, `$2y$`.
  static final String BCRYPT = "$2";

  static final String ARGON2ID = "$argon2id$";

  /// How a hash that is none was carried; see the reader of databases.
  private static final String UNREADABLE = "unreadable:";

  private Hashes() {}

  /// The bytes of a hash; NULL, which nobody's secret fits, where it was withheld or is none.
  static RawValue bytes(SecretText hash) {
    if (hash.isWithheld()) {
      return Form.NULL;
    }
    String text = hash.reveal();
    if (!text.startsWith(UNREADABLE)) {
      return Form.bytes(text);
    }
    String hex = text.substring(UNREADABLE.length());
    return hex.isEmpty() ? Form.NULL : Form.bytes(HexFormat.of().parseHex(hex));
  }

  /// Reports a hash that the release could not compare anything with.
  static void remark(SecretText hash, String scheme, String object, String release, Remarks out) {
    if (hash.isWithheld()) {
      out.add(withheld(object));
      return;
    }
    String text = hash.reveal();
    if (!text.startsWith(scheme) && !text.startsWith(UNREADABLE)) {
      int end = text.indexOf(text.startsWith("$") ? '$' : ':', 1);
      out.add(
          Finding.action(
              "HASH_FOREIGN",
              object,
              "Its hash is of a kind ("
                  + (end < 0 ? "unknown" : text.substring(0, end + 1))
                  + ") that "
                  + release
                  + " does not know, so it does not work there.",
              "Make a new one there and hand it to who uses this one."));
    }
  }

  static Finding withheld(String object) {
    return Finding.lossy(
        "SECRET_WITHHELD",
        object,
        "Only the fingerprint of its secret is known, so nobody could use it.",
        "Read a source that gives its secrets, or make a new one after the migration.");
  }
}
