package dev.wayleave.tailnet.cutover;

import dev.wayleave.protocol.key.MachineKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What somebody looked up for a check, beside the source's own content.
///
/// @param now when it is checked
/// @param noiseKey the public Noise key that the running server serves; null where it does not
///   answer
/// @param presented the certificate at the URL that clients hold
/// @param target what the coordinator says that is to take over; null where none was named
public record Surveyed(
    Instant now, @Nullable MachineKey noiseKey, Presented presented, @Nullable Target target) {
  /// What a coordinator says of itself.
  ///
  /// @param serverUrl the URL that it tells clients
  /// @param serverUrlFrom `flag`, `imported` or `default`
  /// @param noiseKey the public half of its Noise key, as text
  /// @param nodes how many nodes it has
  public record Target(
      String serverUrl, String serverUrlFrom, @Nullable String noiseKey, int nodes) {}
}
