package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What makes clients prefer regions.
///
/// @param regionScore by which a region's latency is multiplied before regions are compared: the
///   lower, the better; empty takes all scores away
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DerpHomeParams(
    @OrAbsent @JsonProperty("RegionScore") @Nullable Map<Long, Double> regionScore) {
  public DerpHomeParams {
    regionScore = regionScore == null ? null : Ordered.copyOf(regionScore);
  }
}
