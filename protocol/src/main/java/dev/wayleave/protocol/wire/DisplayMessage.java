package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What a client shows as a problem of its node.
///
/// @param title one line without a full stop
/// @param severity `high`, `medium` or `low`
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DisplayMessage(
    @Always @JsonProperty("Title") String title,
    @Always @JsonProperty("Text") String text,
    @Always @JsonProperty("Severity") String severity,
    @JsonProperty("ImpactsConnectivity") boolean impactsConnectivity,
    @OrAbsent @JsonProperty("PrimaryAction") @Nullable DisplayMessageAction primaryAction) {}
