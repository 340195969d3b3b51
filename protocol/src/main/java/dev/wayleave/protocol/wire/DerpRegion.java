package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Relays in one place, of which clients use the first that answers.
///
/// @param regionId above 0; private ones are 900 … 999
/// @param regionCode short, such as `fra`
/// @param avoid obsolete; clients still keep away from such a region
/// @param noMeasureNoHome not to be measured or chosen as home, but used when a peer is there; from
///   capability version 115
/// @param nodes by preference
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DerpRegion(
    @Always @JsonProperty("RegionID") long regionId,
    @Always @JsonProperty("RegionCode") String regionCode,
    @Always @JsonProperty("RegionName") String regionName,
    @JsonProperty("Latitude") double latitude,
    @JsonProperty("Longitude") double longitude,
    @JsonProperty("Avoid") boolean avoid,
    @JsonProperty("NoMeasureNoHome") boolean noMeasureNoHome,
    @Always @JsonProperty("Nodes") List<DerpNode> nodes) {
  public DerpRegion {
    nodes = List.copyOf(nodes);
  }
}
