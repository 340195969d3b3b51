package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.syntax.Position;

/// A rule and where it stands.
///
/// @param rule for example `grants[2]`
/// @param text the line of the policy at which the rule begins; empty for the rule that stands in
///   for missing sections
public record RuleRef(String rule, int line, int column, String text) {
  private static final int LONGEST = 160;

  /// Finds the lines of one policy.
  static final class Lines {
    private final String[] lines;

    Lines(String policy) {
      this.lines = policy.split("\n", -1);
    }

    RuleRef of(String rule, Position at) {
      boolean written = rule.indexOf('[') > 0 && at.line() <= lines.length;
      String line = written ? lines[at.line() - 1].strip() : "";
      return new RuleRef(
          rule,
          at.line(),
          at.column(),
          line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line);
    }
  }

  /// For a sentence, for example `grants[2] (line 14)`.
  String named() {
    return rule.indexOf('[') > 0 ? rule + " (line " + line + ")" : rule;
  }
}
