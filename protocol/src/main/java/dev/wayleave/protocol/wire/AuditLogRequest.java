package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `POST /machine/audit-log`: what a person did on a device that an administrator wants to know.
///
/// @param action for example `DISCONNECT_NODE`
/// @param details in the words of whoever did it
/// @param timestamp when, by the device's clock; null where it does not say
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record AuditLogRequest(
    @JsonProperty("Version") int version,
    @JsonProperty("NodeKey") NodeKey nodeKey,
    @JsonProperty("Action") String action,
    @JsonProperty("Details") String details,
    @OrAbsent @JsonProperty("Timestamp") @Nullable Instant timestamp) {
  public AuditLogRequest {
    timestamp = ZeroTime.unlessZero(timestamp);
  }
}
