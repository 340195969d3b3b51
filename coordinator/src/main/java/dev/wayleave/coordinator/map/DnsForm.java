package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.DnsConfig;
import dev.wayleave.protocol.wire.DnsRecord;
import dev.wayleave.protocol.wire.Resolver;
import dev.wayleave.tailnet.model.DnsSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// DNS as clients are sent it, out of settings that mean what Headscale's mean.
final class DnsForm {
  private DnsForm() {}

  /// What all viewers share.
  ///
  /// Name servers that do not override the device's own are sent as fallback: clients use them
  /// where the system's cannot serve beside split DNS.
  ///
  /// @param old names beside those of the base domain
  static DnsConfig of(DnsSettings dns, String baseDomain, OldNames old) {
    List<Resolver> global = resolvers(dns.nameservers());
    Map<String, List<Resolver>> routes = new LinkedHashMap<>();
    dns.splitNameservers().forEach((suffix, servers) -> routes.put(suffix, resolvers(servers)));
    if (old.isBeside()) {
      routes.putIfAbsent(old.suffix(), List.of());
    }
    List<String> domains = new ArrayList<>();
    if (!baseDomain.isEmpty()) {
      domains.add(baseDomain);
    }
    domains.addAll(dns.searchDomains());
    return new DnsConfig(
        dns.overrideLocalDns() ? global : List.of(),
        routes,
        dns.overrideLocalDns() ? List.of() : global,
        domains,
        dns.magicDns(),
        List.of(),
        dns.extraRecords().stream()
            .map(record -> new DnsRecord(record.name(), record.type(), record.value()))
            .toList(),
        List.of());
  }

  /// The same with more records.
  static DnsConfig with(DnsConfig dns, List<DnsRecord> records) {
    return records.isEmpty()
        ? dns
        : new DnsConfig(
            dns.resolvers(),
            dns.routes(),
            dns.fallbackResolvers(),
            dns.domains(),
            dns.proxied(),
            dns.certDomains(),
            Stream.concat(dns.extraRecords().stream(), records.stream()).toList(),
            dns.exitNodeFilteredSet());
  }

  private static List<Resolver> resolvers(List<String> addresses) {
    return addresses.stream().map(address -> new Resolver(address, List.of(), false)).toList();
  }
}
