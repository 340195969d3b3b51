package dev.wayleave.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Says when something ends; without a time, now.
public record ExpireRequest(@Nullable Instant at) {}
