package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.NodeKey;

/// `POST /machine/feature/query`: how a node comes to a feature.
///
/// @param feature `serve` or `funnel`
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record QueryFeatureRequest(
    @JsonProperty("Feature") String feature, @JsonProperty("NodeKey") NodeKey nodeKey) {}
