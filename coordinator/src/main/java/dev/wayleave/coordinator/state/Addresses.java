package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Gives out addresses of the tailnet's prefixes.
///
/// The next one is that after the greatest in use, so that the address of a deleted node rests
/// until the prefix has been gone through once; then the gaps are filled.
final class Addresses {
  /// What Tailscale's documentation reserves in 100.64.0.0/10: its own services, MagicDNS
  /// (100.100.100.100) and ChromeOS, which routes 100.115.92.0/23 itself; of IPv6, MagicDNS, what
  /// clients compute from IPv4 addresses (`ab12` and 4via6's `b1a`), and the hosted service's
  /// ephemeral nodes.
  private static final List<IpPrefix> RESERVED =
      List.of(
          IpPrefix.parse("100.100.0.0/24"),
          IpPrefix.parse("100.100.100.0/24"),
          IpPrefix.parse("100.115.92.0/23"),
          IpPrefix.parse("fd7a:115c:a1e0::53/128"),
          IpPrefix.parse("fd7a:115c:a1e0:ab12::/64"),
          IpPrefix.parse("fd7a:115c:a1e0:b1a::/64"),
          IpPrefix.parse("fd7a:115c:a1e0:efe3::/64"));

  /// How often a random allocation tries before it takes the next free one.
  private static final int RANDOM_TRIES = 64;

  private Addresses() {}

  /// A free address of the prefix, or nothing where all are taken.
  static Optional<IpAddress> free(Tailnet image, IpPrefix prefix, RandomGenerator random) {
    boolean randomly =
        image.server().map(server -> server.allocation().equals("random")).orElse(false);
    if (randomly) {
      for (int i = 0; i < RANDOM_TRIES; i++) {
        IpAddress candidate = randomIn(prefix, random);
        if (isFree(image, prefix, candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    IpAddress first = first(prefix);
    IpAddress greatest = image.addressAtMost(last(prefix)).filter(prefix::contains).orElse(first);
    return scan(image, prefix, greatest).or(() -> scan(image, prefix, first));
  }

  private static Optional<IpAddress> scan(Tailnet image, IpPrefix prefix, IpAddress from) {
    for (IpAddress at = from; prefix.contains(at); at = next(at)) {
      Optional<IpPrefix> reserved = reserving(at);
      if (reserved.isPresent()) {
        at = last(reserved.get());
      } else if (isFree(image, prefix, at)) {
        return Optional.of(at);
      }
      if (at.equals(last(prefix))) {
        break;
      }
    }
    return Optional.empty();
  }

  private static boolean isFree(Tailnet image, IpPrefix prefix, IpAddress candidate) {
    // The first address names the network and the last is IPv4's broadcast; neither is a host's.
    return !candidate.equals(first(prefix))
        && !candidate.equals(last(prefix))
        && reserving(candidate).isEmpty()
        && !isTaken(image, candidate);
  }

  /// Whether a node has the address, or a device that is shared with this tailnet on the plane
  /// which it is leaving: traffic to that one would go astray.
  static boolean isTaken(Tailnet image, IpAddress address) {
    return image.node(address).isPresent()
        || image.transition().filter(move -> move.reserves(address)).isPresent();
  }

  private static Optional<IpPrefix> reserving(IpAddress address) {
    return RESERVED.stream().filter(prefix -> prefix.contains(address)).findFirst();
  }

  private static IpAddress first(IpPrefix prefix) {
    return combined(prefix, 0, 0);
  }

  private static IpAddress last(IpPrefix prefix) {
    return combined(prefix, -1, -1);
  }

  private static IpAddress randomIn(IpPrefix prefix, RandomGenerator random) {
    return combined(prefix, random.nextLong(), random.nextLong());
  }

  /// The address with the prefix's leading bits and the host bits of `high` and `low`.
  private static IpAddress combined(IpPrefix prefix, long high, long low) {
    IpAddress base = prefix.address();
    return switch (base) {
      case IpAddress.V4 v4 -> {
        int hosts = (int) hostMask(32 - prefix.length());
        yield new IpAddress.V4((v4.value() & ~hosts) | ((int) low & hosts));
      }
      case IpAddress.V6 v6 -> {
        long lowHosts = hostMask(128 - prefix.length());
        long highHosts = hostMask(64 - prefix.length());
        yield new IpAddress.V6(
            (v6.high() & ~highHosts) | (high & highHosts),
            (v6.low() & ~lowHosts) | (low & lowHosts));
      }
    };
  }

  /// A mask of that many trailing one bits, clamped to 0..64.
  private static long hostMask(int ones) {
    return ones <= 0 ? 0 : ones >= 64 ? -1L : (1L << ones) - 1;
  }

  private static IpAddress next(IpAddress address) {
    return switch (address) {
      case IpAddress.V4 v4 -> new IpAddress.V4(v4.value() + 1);
      case IpAddress.V6 v6 ->
          new IpAddress.V6(v6.low() == -1L ? v6.high() + 1 : v6.high(), v6.low() + 1);
    };
  }
}
