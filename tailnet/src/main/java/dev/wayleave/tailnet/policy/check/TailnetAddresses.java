package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import java.util.ArrayList;
import java.util.List;

/// What `*` means as a source: addresses of the tailnet and its approved subnet routes.
///
/// A device's own address counts although it lies outside the well-known ranges: a tailnet that was
/// taken over may hand out others.
record TailnetAddresses(AddressSet ranges) {
  static TailnetAddresses of(Directory directory) {
    List<AddressRange> ranges = new ArrayList<>(WellKnown.TAILNET);
    for (Device device : directory.devices()) {
      device.subnets().forEach(subnet -> ranges.add(AddressRange.of(subnet)));
    }
    return new TailnetAddresses(AddressSet.of(ranges));
  }

  boolean contains(Endpoint end) {
    return end.device() != null || ranges.contains(end.address());
  }
}
