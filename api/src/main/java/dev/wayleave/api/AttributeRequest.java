package dev.wayleave.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Sets a custom attribute of a node.
///
/// @param value a string, a number or a boolean
/// @param expiry when it ends; without it never
/// @param comment why, for the audit log
public record AttributeRequest(
    @Nullable JsonNode value, @Nullable Instant expiry, @Nullable String comment) {}
