package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What comes of a login; also the answer to the URL of `holdAndDelegate`.
///
/// @param message shown first
/// @param reject goes before `accept`
/// @param sessionDurationNanos 0 for ever
/// @param holdAndDelegate a URL that answers with another action once it is decided;
///   `$SRC_NODE_IP`, `$SRC_NODE_ID`, `$DST_NODE_IP`, `$DST_NODE_ID`, `$SSH_USER` and `$LOCAL_USER`
///   are filled in by the client, and it must begin with https
/// @param recorders addresses with ports
/// @param onRecordingFailure null lets the session go on
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SshAction(
    @JsonProperty("message") String message,
    @JsonProperty("reject") boolean reject,
    @JsonProperty("accept") boolean accept,
    @JsonProperty("sessionDuration") long sessionDurationNanos,
    @JsonProperty("allowAgentForwarding") boolean allowAgentForwarding,
    @JsonProperty("holdAndDelegate") String holdAndDelegate,
    @JsonProperty("allowLocalPortForwarding") boolean allowLocalPortForwarding,
    @JsonProperty("allowRemotePortForwarding") boolean allowRemotePortForwarding,
    @JsonProperty("recorders") List<String> recorders,
    @OrAbsent @JsonProperty("onRecordingFailure")
        @Nullable SshRecorderFailureAction onRecordingFailure) {
  public SshAction {
    recorders = List.copyOf(recorders);
  }
}
