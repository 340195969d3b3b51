package dev.wayleave.coordinator.proxy;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The proxies whose word about requests is believed.
public record TrustedProxies(List<IpPrefix> prefixes) {
  public TrustedProxies {
    prefixes = List.copyOf(prefixes);
  }

  /// Reads addresses and prefixes with commas between them.
  ///
  /// @throws IllegalArgumentException with the part that is neither
  public static TrustedProxies parse(String text) {
    return new TrustedProxies(
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .map(TrustedProxies::prefix)
            .toList());
  }

  private static IpPrefix prefix(String text) {
    try {
      if (text.contains("/")) {
        return IpPrefix.parse(text);
      }
      IpAddress address = IpAddress.parse(text);
      return new IpPrefix(address, address.bits());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no address or prefix; write 10.0.0.5 or 10.0.0.0/8", e);
    }
  }

  /// Whether a connection comes from a proxy.
  public boolean contains(InetAddress peer) {
    return !prefixes.isEmpty()
        && Hop.address(peer.getHostAddress()).filter(this::contains).isPresent();
  }

  boolean contains(IpAddress address) {
    return prefixes.stream().anyMatch(prefix -> prefix.contains(address));
  }

  /// Where a request came from, by those who are believed.
  ///
  /// It goes back from the proxy that is connected here for as long as a proxy is known: what
  /// stands before an unknown one may be that one's invention. Where the two kinds of headers tell
  /// different clients, a proxy let one of them pass that it does not set, and neither is believed.
  ///
  /// @param peer who is connected here, and how
  Origin origin(Origin peer, List<Hop> forwarded, List<Hop> xForwarded) {
    Optional<IpAddress> known = Hop.address(peer.address());
    if (known.isEmpty() || !contains(known.get())) {
      return peer;
    }
    if (forwarded.isEmpty() || xForwarded.isEmpty()) {
      return back(peer, forwarded.isEmpty() ? xForwarded : forwarded);
    }
    Origin one = back(peer, forwarded);
    Origin other = back(peer, xForwarded);
    return one.address().equals(other.address())
        ? new Origin(one.address(), one.encrypted() && other.encrypted())
        : peer;
  }

  private Origin back(Origin peer, List<Hop> hops) {
    Origin origin = peer;
    for (Hop hop : hops.reversed()) {
      if (hop.from().isEmpty()) {
        return origin;
      }
      IpAddress from = hop.from().get();
      origin = new Origin(from.text(), hop.encrypted());
      if (!contains(from)) {
        return origin;
      }
    }
    return origin;
  }
}
