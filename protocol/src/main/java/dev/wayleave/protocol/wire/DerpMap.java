package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The relays, by region.
///
/// A map without regions (null) keeps those of the earlier one, with its `omitDefaultRegions`, and
/// likewise one without `homeParams`. A region is never null.
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DerpMap(
    @OrAbsent @JsonProperty("HomeParams") @Nullable DerpHomeParams homeParams,
    @OrNull @JsonProperty("Regions") @Nullable Map<Long, DerpRegion> regions,
    @JsonProperty("omitDefaultRegions") boolean omitDefaultRegions) {
  public DerpMap {
    regions = regions == null ? null : Ordered.copyOf(regions);
  }
}
