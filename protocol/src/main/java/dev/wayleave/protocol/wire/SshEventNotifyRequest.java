package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.NodeKey;
import java.util.List;

/// What the URL of [SshRecorderFailureAction#notifyUrl] is told: a session was not recorded.
///
/// @param eventType 1 where the session did not begin, 2 where it was ended, 3 where it goes on
/// @param sourceNode the node that the session comes from, as maps number it
/// @param sshUser the account that was asked for
/// @param localUser the account that it became
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SshEventNotifyRequest(
    @Always @JsonProperty("EventType") int eventType,
    @Always @JsonProperty("ConnectionID") String connectionId,
    @Always @JsonProperty("CapVersion") int version,
    @Always @JsonProperty("NodeKey") NodeKey nodeKey,
    @Always @JsonProperty("SrcNode") long sourceNode,
    @Always @JsonProperty("SSHUser") String sshUser,
    @Always @JsonProperty("LocalUser") String localUser,
    @Always @JsonProperty("RecordingAttempts") List<Attempt> attempts) {
  public SshEventNotifyRequest {
    attempts = List.copyOf(attempts);
  }

  /// One recorder that could not be had.
  ///
  /// @param recorder its address and port
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Attempt(
      @Always @JsonProperty("Recorder") String recorder,
      @Always @JsonProperty("FailureMessage") String failureMessage) {}
}
