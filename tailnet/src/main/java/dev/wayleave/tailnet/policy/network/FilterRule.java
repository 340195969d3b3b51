package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.language.PortRange;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One rule of a device's packet filter, with the fields of the wire's `FilterRule`.
public sealed interface FilterRule {
  /// Addresses, prefixes and ranges from which packets may come; `*` is any.
  List<String> sources();

  /// Lets packets in.
  ///
  /// @param protocols IANA numbers; empty means TCP, UDP and ICMP
  record Ports(List<String> sources, List<Destination> destinations, List<Integer> protocols)
      implements FilterRule {
    public Ports {
      sources = List.copyOf(sources);
      destinations = List.copyOf(destinations);
      protocols = List.copyOf(protocols);
    }
  }

  /// Gives application capabilities to those who come from the sources.
  record Capabilities(List<String> sources, List<CapabilityGrant> grants) implements FilterRule {
    public Capabilities {
      sources = List.copyOf(sources);
      grants = List.copyOf(grants);
    }
  }

  /// Where packets may go.
  ///
  /// @param address an address, prefix or range, or `*`
  record Destination(String address, PortRange ports) {}

  /// Capabilities that hold towards some addresses.
  ///
  /// @param capabilities values by name; nothing where the name alone says it
  record CapabilityGrant(
      List<IpPrefix> destinations, Map<String, Optional<JsonArray>> capabilities) {
    public CapabilityGrant {
      destinations = List.copyOf(destinations);
      capabilities = Map.copyOf(capabilities);
    }
  }
}
