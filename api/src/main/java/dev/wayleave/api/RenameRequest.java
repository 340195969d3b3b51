package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Asks for another name.
public record RenameRequest(@Nullable String name) {}
