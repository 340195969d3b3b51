package dev.wayleave.interop.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the tests know of the realms in `realm.json`.
final class Realm {
  static final String ALICE_IN_B = "bbbbbbbb-0000-4000-8000-000000000011";
  static final String BOB_IN_B = "bbbbbbbb-0000-4000-8000-000000000022";
  static final String CAROL_IN_B = "bbbbbbbb-0000-4000-8000-000000000033";

  private Realm() {}

  /// Gives a server's configuration another realm, and changes nothing else.
  static void change(Path config, String from, String to) throws IOException {
    String text = Files.readString(config);
    String changed = text.replace("/realms/" + from, "/realms/" + to);
    if (changed.equals(text)) {
      throw new AssertionError(config + " does not name realm " + from);
    }
    Files.writeString(config, changed);
  }
}
