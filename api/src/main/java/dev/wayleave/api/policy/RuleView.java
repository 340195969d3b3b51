package dev.wayleave.api.policy;

/// A rule of a policy and where it stands.
///
/// @param rule for example `grants[2]`
/// @param line from 1
/// @param text the line at which it begins; empty for the rule that stands in for missing sections
public record RuleView(String rule, int line, int column, String text) {}
