package dev.wayleave.importers.tailscale.device;

import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The addresses of a device as they were told. None is ever computed from another: an IPv6 address
/// keeps the digits of an IPv4 address that the device may have lost since.
record Addresses(@Nullable IpAddress v4, @Nullable IpAddress v6) {
  static Addresses read(List<String> texts, ObjectNotes notes) {
    IpAddress v4 = null;
    IpAddress v6 = null;
    for (String text : texts) {
      IpAddress address = parse(text, notes);
      if (address instanceof IpAddress.V4 && v4 == null) {
        v4 = address;
      } else if (address instanceof IpAddress.V6 && v6 == null) {
        v6 = address;
      } else if (address != null) {
        notes.lossy(
            "ADDRESS_BESIDE",
            "Beside its first addresses it has " + address + ", for which there is no place.",
            "Change what reaches the device at that address.");
      }
    }
    if (v4 == null && v6 == null) {
      notes.action(
          "ADDRESS_MISSING",
          "It has no address.",
          "It gets one when it registers here; peers know it by another until then.");
    }
    return new Addresses(v4, v6);
  }

  private static @Nullable IpAddress parse(String text, ObjectNotes notes) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      notes.blocker(
          "ADDRESS_UNREADABLE",
          HostedNotes.quoted(text) + " is no address.",
          "Export again: without its address the device cannot keep it.");
      return null;
    }
  }

  static List<IpPrefix> routes(List<String> texts, String member, ObjectNotes notes) {
    List<IpPrefix> routes = new ArrayList<>();
    for (String text : texts) {
      try {
        routes.add(IpPrefix.parse(text));
      } catch (IllegalArgumentException e) {
        notes.action(
            "ROUTE_UNREADABLE",
            member + " holds " + HostedNotes.quoted(text) + ", which is no prefix.",
            "Approve the route again after the migration if it is one.");
      }
    }
    return routes;
  }
}
