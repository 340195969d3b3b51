package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A button under a [DisplayMessage].
public record DisplayMessageAction(
    @JsonProperty("URL") String url, @JsonProperty("Label") String label) {}
