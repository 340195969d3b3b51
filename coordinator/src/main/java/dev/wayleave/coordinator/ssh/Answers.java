package dev.wayleave.coordinator.ssh;

import dev.wayleave.protocol.wire.SshAction;
import java.util.List;

/// What a node's SSH server is told to do with a session. Messages are shown to the person as they
/// are, on a terminal in raw mode.
final class Answers {
  private static final String END = "\r\n";

  private Answers() {}

  /// Begin, with every kind of forwarding, as where no check is asked for.
  static SshAction accept() {
    return new SshAction("", false, true, 0, true, "", true, true, List.of(), null);
  }

  static SshAction reject(String sentence) {
    return new SshAction(sentence + END, true, false, 0, false, "", false, false, List.of(), null);
  }

  /// Wait, and ask again about the check.
  ///
  /// @param page where a person decides
  static SshAction hold(String page, String check) {
    String message =
        "# This session has to be approved at"
            + END
            + "# "
            + page
            + END
            + "# or with: wayleave auth approve --auth-id "
            + check
            + END;
    String next =
        "https://unused"
            + SessionQuestion.PATH
            + "$SRC_NODE_ID/to/$DST_NODE_ID?local_user=$LOCAL_USER&auth_id="
            + check;
    return new SshAction(message, false, false, 0, false, next, false, false, List.of(), null);
  }
}
