package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// What a client prints about a feature.
///
/// @param complete whether the node has it, so that nothing is printed
/// @param text lines to print
/// @param url to print too; empty where a person can do nothing
/// @param shouldWait whether the command waits until the node has it
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record QueryFeatureResponse(
    @JsonProperty("Complete") boolean complete,
    @JsonProperty("Text") String text,
    @JsonProperty("URL") String url,
    @JsonProperty("ShouldWait") boolean shouldWait) {}
