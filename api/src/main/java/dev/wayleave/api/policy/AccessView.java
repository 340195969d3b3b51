package dev.wayleave.api.policy;

/// What one rule allows.
///
/// @param from which devices
/// @param to which devices or addresses
/// @param by the router or exit node on the way; empty where there is none
/// @param reach ports by protocol and capabilities, in words
public record AccessView(RuleView rule, String from, String to, String by, String reach) {}
