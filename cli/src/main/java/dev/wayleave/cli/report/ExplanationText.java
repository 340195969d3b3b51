package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Style.Tone;
import dev.wayleave.tailnet.policy.explain.Explanation;
import dev.wayleave.tailnet.policy.explain.RuleRef;

/// Why something is reached or not, for a person at a terminal.
public final class ExplanationText {
  private static final String ANY = "any port";

  private ExplanationText() {}

  /// Writes an explanation.
  ///
  /// @param policy where the lines are found
  public static void write(Console console, String policy, Explanation explanation) {
    Paper paper = new Paper(console);
    String what =
        explanation.question().equals(ANY)
            ? explanation.destination()
            : "%s on %s".formatted(explanation.destination(), explanation.question());
    switch (explanation.answer()) {
      case ALLOWED ->
          paper.text(0, Tone.GOOD, "%s reaches %s.".formatted(explanation.source(), what));
      case PARTLY ->
          paper.text(
              0,
              Tone.CHANGED,
              "%s reaches %s in part: not every device reaches every other."
                  .formatted(explanation.source(), what));
      case DENIED ->
          paper.text(0, Tone.BAD, "%s does not reach %s.".formatted(explanation.source(), what));
    }
    explanation.ways().forEach(way -> way(paper, policy, way));
    for (Explanation.Login login : explanation.logins()) {
      paper.blank();
      paper.text(2, "%s → %s over SSH: %s".formatted(login.from(), login.to(), login.how()));
      rule(paper, policy, login.rule());
    }
    if (!explanation.nearest().isEmpty()) {
      paper.blank();
      paper.text(0, "What came nearest:");
      explanation.nearest().forEach(sentence -> paper.text(2, sentence));
    }
  }

  private static void way(Paper paper, String policy, Explanation.Way way) {
    paper.blank();
    String by = way.by().isEmpty() ? "" : " by way of " + way.by();
    paper.text(2, "%s → %s%s: %s".formatted(way.from(), way.to(), by, way.reach()));
    rule(paper, policy, way.rule());
  }

  static void rule(Paper paper, String policy, RuleRef rule) {
    boolean written = rule.rule().indexOf('[') > 0;
    paper.text(
        4,
        Tone.NOTE,
        written
            ? "%s  %s:%d:%d".formatted(rule.rule(), policy, rule.line(), rule.column())
            : rule.rule() + ": the policy has neither acls nor grants, which allows everything");
    if (!rule.text().isEmpty()) {
      paper.text(4, Tone.FAINT, rule.text());
    }
  }
}
