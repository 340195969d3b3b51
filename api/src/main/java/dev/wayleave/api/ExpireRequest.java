package dev.wayleave.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Says when something ends; without a time, now.
///
/// @param never that it does not end at all; goes with no time
/// @param enable that it ends again when it would have, had it not been said to end never; goes
///   with nothing else
public record ExpireRequest(
    @Nullable Instant at, @Nullable Boolean never, @Nullable Boolean enable) {
  /// A time, or none at all.
  public ExpireRequest(@Nullable Instant at, @Nullable Boolean never) {
    this(at, never, null);
  }
}
