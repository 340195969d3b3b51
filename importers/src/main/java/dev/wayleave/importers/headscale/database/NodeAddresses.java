package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The addresses of a node's row: `ip_address` until 0.12, the list `ip_addresses` in either order
/// until 0.23, `ipv4` and `ipv6` since. The first of each family counts, as in Headscale.
record NodeAddresses(@Nullable IpAddress v4, @Nullable IpAddress v6) {
  /// What hosted Tailscale and Headscale's defaults give out, and all that clients accept as the
  /// tailnet's own.
  private static final IpPrefix V4_RANGE = IpPrefix.parse("100.64.0.0/10");

  private static final IpPrefix V6_RANGE = IpPrefix.parse("fd7a:115c:a1e0::/48");

  static NodeAddresses read(RowFaults faults) {
    IpAddress v4 = null;
    IpAddress v6 = null;
    for (IpAddress address : addresses(faults)) {
      if (address instanceof IpAddress.V4 && v4 == null) {
        v4 = address;
      } else if (address instanceof IpAddress.V6 && v6 == null) {
        v6 = address;
      } else if (!address.equals(v4) && !address.equals(v6)) {
        faults.report(
            Finding.Level.LOSSY,
            "ADDRESS_EXTRA",
            address + " is a further address of a family of which a node has one.",
            "Use the first address of the node where this one is used.");
      }
    }
    NodeAddresses read = new NodeAddresses(v4, v6);
    read.reportStrange(faults);
    return read;
  }

  private static List<IpAddress> addresses(RowFaults faults) {
    Row row = faults.row();
    List<IpAddress> addresses = new ArrayList<>();
    for (String column : List.of("ip_address", "ip_addresses", "ipv4", "ipv6")) {
      for (String text : row.text(column).split(",", -1)) {
        if (!text.isBlank()) {
          address(faults, text.strip(), addresses);
        }
      }
    }
    return addresses;
  }

  private static void address(RowFaults faults, String text, List<IpAddress> addresses) {
    try {
      addresses.add(IpAddress.parse(text));
    } catch (IllegalArgumentException notAnAddress) {
      // Its message is for programmers; the finding says it with the object.
      faults.report(
          Finding.Level.BLOCKER,
          "ADDRESS_UNREADABLE",
          RowFaults.quoted(text) + " is not an IP address.",
          "Correct the address in Headscale's database and read it again.");
    }
  }

  List<IpAddress> list() {
    return Stream.of(v4, v6)
        .<IpAddress>mapMulti((a, out) -> {
          if (a != null) {
            out.accept(a);
          }
        })
        .toList();
  }

  private void reportStrange(RowFaults faults) {
    if (v4 == null && v6 == null) {
      faults.report(
          Finding.Level.ACTION,
          "ADDRESS_MISSING",
          "The node has no address.",
          "Log the device in again after the migration, so that it gets one.");
    }
    for (IpAddress address : list()) {
      IpPrefix range = address instanceof IpAddress.V4 ? V4_RANGE : V6_RANGE;
      if (!range.contains(address)) {
        faults.report(
            Finding.Level.ACTION,
            "ADDRESS_OUTSIDE",
            address + " is outside " + range + ", the range that clients know as a tailnet's.",
            "Check that the tailnet's prefixes hold it; renumber the node if devices cannot reach"
                + " it.");
      }
    }
  }
}
