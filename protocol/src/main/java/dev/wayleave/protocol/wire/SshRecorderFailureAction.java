package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// What comes of a recording that fails. Unlike the rest of the policy the names begin in upper
/// case.
///
/// @param rejectSessionWithMessage refuses to begin a session, if not empty
/// @param terminateSessionWithMessage ends a running one, if not empty
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SshRecorderFailureAction(
    @JsonProperty("RejectSessionWithMessage") String rejectSessionWithMessage,
    @JsonProperty("TerminateSessionWithMessage") String terminateSessionWithMessage,
    @JsonProperty("NotifyURL") String notifyUrl) {}
