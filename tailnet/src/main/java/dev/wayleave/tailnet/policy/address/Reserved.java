package dev.wayleave.tailnet.policy.address;

import java.util.List;
import java.util.stream.Stream;

/// Addresses within 100.64.0.0/10 that no device gets: what the hosted service keeps for itself,
/// among it the resolver 100.100.100.100, and what ChromeOS uses (tailscale.com/kb/1304/ip-pool).
public final class Reserved {
  public static final List<AddressRange> RANGES =
      Stream.of("100.100.0.0/24", "100.100.100.0/24", "100.115.92.0/23")
          .map(AddressRange::parse)
          .toList();

  private Reserved() {}
}
