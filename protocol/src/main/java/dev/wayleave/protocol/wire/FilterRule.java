package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Lets traffic in at the node that it is sent to; nothing denies.
///
/// A rule has either `dstPorts` or `capGrant`.
///
/// @param srcIps addresses, prefixes, ranges as `a-b`, `*`, or `cap:` and a node capability from
///   version 109 on
/// @param ipProto protocol numbers; none stands for TCP, UDP and ICMP of both families
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record FilterRule(
    @Always @JsonProperty("SrcIPs") List<String> srcIps,
    @JsonProperty("DstPorts") List<PortDestination> dstPorts,
    @JsonProperty("IPProto") List<Integer> ipProto,
    @JsonProperty("CapGrant") List<CapGrant> capGrant) {
  public FilterRule {
    srcIps = List.copyOf(srcIps);
    dstPorts = List.copyOf(dstPorts);
    ipProto = List.copyOf(ipProto);
    capGrant = List.copyOf(capGrant);
  }
}
