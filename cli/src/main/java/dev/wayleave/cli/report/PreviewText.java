package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Style.Tone;
import dev.wayleave.tailnet.policy.explain.Explanation;
import dev.wayleave.tailnet.policy.explain.Preview;
import dev.wayleave.tailnet.policy.explain.RuleRef;
import java.util.List;

/// What a user or a node gets from a policy, for a person at a terminal.
public final class PreviewText {
  private static final int NAMES = 6;

  private PreviewText() {}

  public static void write(Console console, Preview preview) {
    Paper paper = new Paper(console);
    paper.heading("As " + preview.as());
    paper.text(2, "devices: " + names(preview.devices()));
    accesses(paper, "Reaches", "Nothing.", preview.reaches(), true);
    accesses(paper, "Is reached by", "Nobody.", preview.reachedBy(), false);
    logins(paper, "Logs in over SSH", preview.logins());
    logins(paper, "Is logged in on over SSH", preview.loginsBy());
    attributes(paper, preview.attributes());
  }

  private static String names(List<String> names) {
    return names.size() <= NAMES
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMES)) + " and " + (names.size() - NAMES) + " more";
  }

  private static void accesses(
      Paper paper, String heading, String none, List<Preview.Access> accesses, boolean outward) {
    paper.blank();
    paper.heading(heading);
    if (accesses.isEmpty()) {
      paper.text(2, Tone.FAINT, none);
      return;
    }
    Grid grid = new Grid(outward ? "to" : "from", "what", outward ? "from" : "on", "rule");
    for (Preview.Access access : accesses) {
      String to = access.to() + (access.by().isEmpty() ? "" : " by " + access.by());
      grid.row(
          outward ? to : access.from(),
          access.reach().toString(),
          outward ? access.from() : to,
          rule(access.rule()));
    }
    paper.table(2, grid);
  }

  private static String rule(RuleRef rule) {
    return rule.rule().indexOf('[') > 0 ? rule.rule() + ", line " + rule.line() : rule.rule();
  }

  private static void logins(Paper paper, String heading, List<Explanation.Login> logins) {
    if (logins.isEmpty()) {
      return;
    }
    paper.blank();
    paper.heading(heading);
    Grid grid = new Grid("from", "on", "how", "rule");
    logins.forEach(login -> grid.row(login.from(), login.to(), login.how(), rule(login.rule())));
    paper.table(2, grid);
  }

  private static void attributes(Paper paper, List<Preview.Attribute> attributes) {
    if (attributes.isEmpty()) {
      return;
    }
    paper.blank();
    paper.heading("Capabilities");
    Grid grid = new Grid("name", "values", "devices");
    attributes.forEach(a -> grid.row(a.name(), a.values(), a.devices()));
    paper.table(2, grid);
  }
}
