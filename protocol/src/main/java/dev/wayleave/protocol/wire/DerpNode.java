package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// One relay.
///
/// @param name unique among all regions
/// @param certName the name in the certificate if it is another one, or `sha256-raw:` and the hash
///   of a certificate that signs itself
/// @param ipv4 `none` not to use it, empty to ask DNS
/// @param ipv6 likewise
/// @param stunPort 0 for 3478, -1 for none
/// @param derpPort 0 for 443
/// @param insecureForTests do not verify TLS
/// @param stunTestIp used instead of the addresses above for STUN
/// @param canPort80 answers `/generate_204` on port 80
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DerpNode(
    @Always @JsonProperty("Name") String name,
    @Always @JsonProperty("RegionID") long regionId,
    @Always @JsonProperty("HostName") String hostName,
    @JsonProperty("CertName") String certName,
    @JsonProperty("IPv4") String ipv4,
    @JsonProperty("IPv6") String ipv6,
    @JsonProperty("STUNPort") int stunPort,
    @JsonProperty("STUNOnly") boolean stunOnly,
    @JsonProperty("DERPPort") int derpPort,
    @JsonProperty("InsecureForTests") boolean insecureForTests,
    @JsonProperty("STUNTestIP") String stunTestIp,
    @JsonProperty("CanPort80") boolean canPort80) {}
