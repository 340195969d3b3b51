package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/// How a client resolves names; always sent as a whole.
///
/// @param resolvers by preference; none leaves the system's
/// @param routes by suffix without a leading dot; an empty list is answered by the client itself
/// @param fallbackResolvers for systems that cannot split without resolvers for everything
/// @param domains to search, without a dot at the end, the tailnet's own first
/// @param proxied whether MagicDNS is on
/// @param certDomains for which the node may get certificates
/// @param exitNodeFilteredSet what an exit node does not resolve for others, in lower case;
///   suffixes begin with a dot
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DnsConfig(
    @JsonProperty("Resolvers") List<Resolver> resolvers,
    @JsonProperty("Routes") Map<String, List<Resolver>> routes,
    @JsonProperty("FallbackResolvers") List<Resolver> fallbackResolvers,
    @JsonProperty("Domains") List<String> domains,
    @JsonProperty("Proxied") boolean proxied,
    @JsonProperty("CertDomains") List<String> certDomains,
    @JsonProperty("ExtraRecords") List<DnsRecord> extraRecords,
    @JsonProperty("ExitNodeFilteredSet") List<String> exitNodeFilteredSet) {
  public DnsConfig {
    resolvers = List.copyOf(resolvers);
    routes = Ordered.copyOf(routes);
    fallbackResolvers = List.copyOf(fallbackResolvers);
    domains = List.copyOf(domains);
    certDomains = List.copyOf(certDomains);
    extraRecords = List.copyOf(extraRecords);
    exitNodeFilteredSet = List.copyOf(exitNodeFilteredSet);
  }
}
