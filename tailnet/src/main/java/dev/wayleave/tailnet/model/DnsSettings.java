package dev.wayleave.tailnet.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// DNS as the control plane tells it to its nodes.
///
/// @param splitNameservers resolvers by the domain they answer for
/// @param overrideLocalDns whether nodes use `nameservers` instead of their own
public record DnsSettings(
    boolean magicDns,
    String baseDomain,
    boolean overrideLocalDns,
    List<String> nameservers,
    Map<String, List<String>> splitNameservers,
    List<String> searchDomains,
    List<ExtraRecord> extraRecords)
    implements TailnetEntity {
  public DnsSettings {
    nameservers = List.copyOf(nameservers);
    searchDomains = List.copyOf(searchDomains);
    extraRecords = List.copyOf(extraRecords);
    Map<String, List<String>> sorted = new TreeMap<>();
    splitNameservers.forEach((domain, servers) -> sorted.put(domain, List.copyOf(servers)));
    splitNameservers = Collections.unmodifiableMap(sorted);
  }

  /// A record served beside the nodes' own names.
  ///
  /// @param type `A` or `AAAA`; empty in old files, where it means by the value
  public record ExtraRecord(String name, String type, String value) {}
}
