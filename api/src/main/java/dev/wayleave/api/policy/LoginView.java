package dev.wayleave.api.policy;

/// An entry of `ssh` that lets sessions begin.
///
/// @param how as whom, for example `as root, after a check every 12 h`
public record LoginView(RuleView rule, String from, String to, String how) {}
