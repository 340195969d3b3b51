package dev.wayleave.tailnet.policy.directory;

import dev.wayleave.tailnet.policy.address.AddressRange;
import java.util.List;
import java.util.stream.Stream;

/// The address ranges that the hosted service has names for, as it sends them to clients.
public final class WellKnown {
  /// Where nodes get IPv4 addresses: 100.64.0.0/10 without 100.115.92.0/23, which ChromeOS uses.
  /// And where they get IPv6 addresses.
  public static final List<AddressRange> TAILNET =
      ranges("100.64.0.0-100.115.91.255", "100.115.94.0-100.127.255.255", "fd7a:115c:a1e0::/48");

  /// The IPv6 prefix of every tailnet.
  public static final AddressRange TAILNET_V6 = AddressRange.parse("fd7a:115c:a1e0::/48");

  /// `autogroup:internet`: every public address, as recorded from the hosted service (private,
  /// link-local and tailnet addresses are left out).
  public static final List<AddressRange> INTERNET =
      ranges(
          "0.0.0.0-9.255.255.255",
          "11.0.0.0-100.63.255.255",
          "100.128.0.0-169.253.255.255",
          "169.255.0.0-172.15.255.255",
          "172.32.0.0-192.167.255.255",
          "192.169.0.0-255.255.255.255",
          "2000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");

  private WellKnown() {}

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }
}
