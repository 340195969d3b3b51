package dev.wayleave.api;

/// A Noise key of the coordinator, by its public half.
///
/// @param publicKey `mkey:` and 64 hex digits
/// @param current whether clients that ask are given it; others are accepted from clients that hold
///   them
public record NoiseKeyView(String publicKey, boolean current) {}
