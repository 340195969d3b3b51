package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Where a node says it is, or is said to be.
///
/// @param priority the higher, the rather it is suggested as exit node
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Location(
    @JsonProperty("Country") String country,
    @JsonProperty("CountryCode") String countryCode,
    @JsonProperty("City") String city,
    @JsonProperty("CityCode") String cityCode,
    @JsonProperty("Latitude") double latitude,
    @JsonProperty("Longitude") double longitude,
    @JsonProperty("Priority") int priority) {}
