package dev.wayleave.tailnet.policy.ssh;

import dev.wayleave.tailnet.model.IpAddress;
import java.util.List;

/// Where a session is recorded.
///
/// @param recorders the addresses of the recorders, IPv4 first; empty where nothing is recorded
/// @param enforced whether a session that cannot be recorded must not go on
/// @param notifyUrl whom the node tells of a session that it could not record
public record SshRecording(List<IpAddress> recorders, boolean enforced, String notifyUrl) {
  public static final SshRecording NONE = new SshRecording(List.of(), false, "");

  public SshRecording {
    recorders = List.copyOf(recorders);
  }
}
