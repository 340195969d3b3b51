package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Whether there is a newer client.
///
/// @param runningLatest if true, nothing else counts
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ClientVersion(
    @JsonProperty("RunningLatest") boolean runningLatest,
    @JsonProperty("LatestVersion") String latestVersion,
    @JsonProperty("UrgentSecurityUpdate") boolean urgentSecurityUpdate,
    @JsonProperty("Notify") boolean shouldNotify,
    @JsonProperty("NotifyURL") String notifyUrl,
    @JsonProperty("NotifyText") String notifyText) {}
