package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// That a tailnet is leaving another plane at another URL, device by device.
///
/// @param plane which, for example `tailscale`
/// @param controlUrl the URL that devices which have not moved still hold
/// @param magicDnsSuffix the suffix of names there, which goes on resolving here until the end;
///   empty where it is not known
/// @param expiryHeldSince since when no key of a device expires here; null where they do
/// @param endedAt when the operator said that nothing is left on the other plane; null until then
/// @param sharedAddresses the addresses that devices of others have there which are shared with
///   this tailnet: who has not moved still reaches them, so that nobody else gets them meanwhile
/// @param sharedNames the names of those devices, without their suffix
public record Transition(
    String plane,
    String controlUrl,
    String magicDnsSuffix,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant expiryHeldSince,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant endedAt,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<IpAddress> sharedAddresses,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<String> sharedNames)
    implements TailnetEntity {
  public Transition {
    sharedAddresses = Collections.unmodifiableSet(new TreeSet<>(sharedAddresses));
    sharedNames = Collections.unmodifiableSet(new TreeSet<>(sharedNames));
  }

  /// A move away from a plane on which nobody shares anything with this tailnet.
  public Transition(
      String plane,
      String controlUrl,
      String magicDnsSuffix,
      @Nullable Instant expiryHeldSince,
      @Nullable Instant endedAt) {
    this(plane, controlUrl, magicDnsSuffix, expiryHeldSince, endedAt, Set.of(), Set.of());
  }

  /// Whether devices may still be on the other plane.
  public boolean underWay() {
    return endedAt == null;
  }

  /// Whether an address is kept for a shared device of the other plane.
  public boolean reserves(IpAddress address) {
    return underWay() && sharedAddresses.contains(address);
  }

  /// Whether a name is kept for a shared device of the other plane.
  ///
  /// @param name in lower case
  public boolean reserves(String name) {
    return underWay() && sharedNames.contains(name);
  }

  /// The same move with other names of the other plane, and keys held since another time.
  public Transition changed(String suffix, @Nullable Instant heldSince) {
    return new Transition(
        plane, controlUrl, suffix, heldSince, endedAt, sharedAddresses, sharedNames);
  }

  /// The move as it ended: no key is held any more, and nothing is reserved.
  public Transition ended(String suffix, Instant at) {
    return new Transition(plane, controlUrl, suffix, null, at, sharedAddresses, sharedNames);
  }
}
