package dev.wayleave.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Says when something ends; without a time, now.
///
/// @param never that it does not end at all; goes with no time
public record ExpireRequest(@Nullable Instant at, @Nullable Boolean never) {}
