package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What a control server may switch at a client; `Debug` on the wire.
///
/// @param sleepSeconds pauses the client, which cuts it off at 300
/// @param disableLogTail ends the upload of logs as long as the process lives
/// @param exit ends the process with this status
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DebugSettings(
    @JsonProperty("SleepSeconds") double sleepSeconds,
    @JsonProperty("DisableLogTail") boolean disableLogTail,
    @OrAbsent @JsonProperty("Exit") @Nullable Integer exit) {}
