package dev.wayleave.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A version of the policy.
public record PolicyView(
    String id, String text, boolean inUse, String origin, @Nullable Instant createdAt) {}
