package dev.wayleave.tailnet.policy.attribute;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.Reserved;
import dev.wayleave.tailnet.policy.directory.Applicant;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.NodeAttribute;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where the IPv4 addresses of new devices are taken from, by `ipPool` in `nodeAttrs`.
///
/// The first entry with pools that means the device decides, and its pools are tried in their
/// order. A device keeps its address when the policy changes.
public final class IpPools {
  private final Resolver resolver;

  public IpPools(Resolver resolver) {
    this.resolver = resolver;
  }

  /// The pools for a new device; empty where the policy names none, and the tailnet's own prefix is
  /// used.
  public List<IpPrefix> of(Applicant applicant) {
    return resolver.policy().nodeAttributes().stream()
        .filter(entry -> !entry.ipPool().isEmpty())
        .filter(entry -> means(entry, applicant))
        .findFirst()
        .map(NodeAttribute::ipPool)
        .orElse(List.of());
  }

  private boolean means(NodeAttribute entry, Applicant applicant) {
    return entry.targets().stream().anyMatch(target -> applicant.isMeantBy(target, resolver));
  }

  /// The first free address of some pools; nothing where all are full, which is no reason to leave
  /// them.
  public static Optional<IpAddress> next(List<IpPrefix> pools, Predicate<IpAddress> taken) {
    return pools.stream()
        .map(AddressRange::of)
        .flatMap(pool -> free(pool, taken).stream())
        .findFirst();
  }

  private static Optional<IpAddress> free(AddressRange pool, Predicate<IpAddress> taken) {
    long last = pool.last().low();
    for (long at = pool.first().low(); at <= last; at++) {
      IpAddress candidate = new IpAddress.V4((int) at);
      Optional<AddressRange> reserved = reservation(candidate);
      if (reserved.isPresent()) {
        at = reserved.get().last().low();
      } else if (!taken.test(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static Optional<AddressRange> reservation(IpAddress address) {
    return Reserved.RANGES.stream().filter(range -> range.contains(address)).findFirst();
  }
}
