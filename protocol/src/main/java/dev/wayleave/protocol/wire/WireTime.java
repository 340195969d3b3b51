package dev.wayleave.protocol.wire;

import java.time.Instant;

/// Moments as the wire has them.
public final class WireTime {
  /// Go's zero time, `0001-01-01T00:00:00Z`: unset, or never.
  public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private WireTime() {}
}
