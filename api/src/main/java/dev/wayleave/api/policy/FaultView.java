package dev.wayleave.api.policy;

/// What is wrong, or worth knowing, at one place of a policy.
///
/// @param line from 1
/// @param column from 1, in characters
/// @param message the hosted service's own wording where it is known
public record FaultView(int line, int column, String message) {}
