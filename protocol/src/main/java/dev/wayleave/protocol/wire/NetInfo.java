package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a client finds its network. A `Boolean` is null if it did not find out.
///
/// @param preferredDerp the region where others find it, which becomes [Node#homeDerp]; 0 if it has
///   none yet
/// @param derpLatency seconds, by region and family, as `999-v4`
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record NetInfo(
    @OrAbsent @JsonProperty("MappingVariesByDestIP") @Nullable Boolean mappingVariesByDestIp,
    @OrAbsent @JsonProperty("WorkingIPv6") @Nullable Boolean workingIpv6,
    @OrAbsent @JsonProperty("OSHasIPv6") @Nullable Boolean osHasIpv6,
    @OrAbsent @JsonProperty("WorkingUDP") @Nullable Boolean workingUdp,
    @OrAbsent @JsonProperty("WorkingICMPv4") @Nullable Boolean workingIcmpv4,
    @JsonProperty("HavePortMap") boolean havePortMap,
    @OrAbsent @JsonProperty("UPnP") @Nullable Boolean upnp,
    @OrAbsent @JsonProperty("PMP") @Nullable Boolean pmp,
    @OrAbsent @JsonProperty("PCP") @Nullable Boolean pcp,
    @JsonProperty("PreferredDERP") long preferredDerp,
    @JsonProperty("LinkType") String linkType,
    @JsonProperty("DERPLatency") Map<String, Double> derpLatency,
    @JsonProperty("FirewallMode") String firewallMode) {
  public NetInfo {
    derpLatency = Ordered.copyOf(derpLatency);
  }
}
