package dev.wayleave.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for an OAuth client.
///
/// @param tags what its tokens may give to devices
public record CreateOAuthClientRequest(
    @Nullable List<@Nullable String> scopes,
    @Nullable List<@Nullable String> tags,
    @Nullable String description,
    @Nullable IdText user) {}
