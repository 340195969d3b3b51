package dev.wayleave.api;

/// A key that was just made; it is shown this once.
///
/// @param key the key itself
public record NewKey<T>(String key, T view) {}
