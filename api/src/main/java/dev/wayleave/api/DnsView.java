package dev.wayleave.api;

import java.util.List;
import java.util.Map;

/// DNS as nodes are told it.
///
/// @param overrideLocalDns whether nodes use `nameservers` instead of their own
/// @param splitNameservers resolvers by the domain they answer for
/// @param etag what to send in If-Match to change these settings and no others
public record DnsView(
    boolean magicDns,
    String baseDomain,
    boolean overrideLocalDns,
    List<String> nameservers,
    Map<String, List<String>> splitNameservers,
    List<String> searchDomains,
    List<DnsRecord> extraRecords,
    String etag) {
  public DnsView {
    nameservers = List.copyOf(nameservers);
    splitNameservers = Map.copyOf(splitNameservers);
    searchDomains = List.copyOf(searchDomains);
    extraRecords = List.copyOf(extraRecords);
  }
}
