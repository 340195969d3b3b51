package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// That a tailnet is leaving another plane at another URL, device by device.
///
/// @param plane which, for example `tailscale`
/// @param controlUrl the URL that devices which have not moved still hold
/// @param magicDnsSuffix the suffix of names there, which goes on resolving here until the end;
///   empty where it is not known
/// @param expiryHeldSince since when no key of a device expires here; null where they do
/// @param endedAt when the operator said that nothing is left on the other plane; null until then
public record Transition(
    String plane,
    String controlUrl,
    String magicDnsSuffix,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant expiryHeldSince,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant endedAt)
    implements TailnetEntity {
  /// Whether devices may still be on the other plane.
  public boolean underWay() {
    return endedAt == null;
  }
}
