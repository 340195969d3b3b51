package dev.wayleave.tailnet.policy.attribute;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.language.Selector;
import java.util.ArrayList;
import java.util.List;

/// The devices that an entry of `nodeAttrs` is for: by who they are, or by an address of their own.
///
/// Addresses are gathered once, so that an entry with very many of them costs a device no more.
record Targets(List<Selector> identities, AddressSet addresses, Resolver resolver) {
  static Targets of(List<Selector> selectors, Resolver resolver) {
    List<Selector> identities = new ArrayList<>();
    List<AddressRange> ranges = new ArrayList<>();
    for (Selector selector : selectors) {
      switch (selector) {
        case Selector.Host _, Selector.Address _, Selector.IpSet _ -> {
          if (resolver.resolve(selector) instanceof Selection.Addresses(var found, _)) {
            ranges.addAll(found);
          }
        }
        case Selector.Everything _,
            Selector.Login _,
            Selector.Domain _,
            Selector.Group _,
            Selector.Tag _,
            Selector.Service _,
            Selector.Auto _ ->
            identities.add(selector);
      }
    }
    return new Targets(List.copyOf(identities), AddressSet.of(ranges), resolver);
  }

  boolean include(Device device) {
    return identities.stream().anyMatch(selector -> resolver.includes(selector, device))
        || device.addresses().stream().anyMatch(addresses::contains);
  }
}
