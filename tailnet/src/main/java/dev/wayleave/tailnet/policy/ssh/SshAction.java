package dev.wayleave.tailnet.policy.ssh;

import java.time.Duration;

/// What a node does with a session that a rule matches.
public sealed interface SshAction {
  SshRecording recording();

  /// The session starts at once, with every kind of forwarding.
  record Accept(SshRecording recording) implements SshAction {}

  /// The session waits until the coordinator has heard from the user again.
  ///
  /// @param holdAndDelegate the URL that the node asks; the node fills in the variables
  /// @param period for how long one check holds, zero where every session is checked. It is not
  ///   sent: the coordinator keeps it
  record Check(String holdAndDelegate, Duration period, SshRecording recording)
      implements SshAction {}

  /// The session is refused.
  record Reject(String message) implements SshAction {
    @Override
    public SshRecording recording() {
      return SshRecording.NONE;
    }
  }
}
