package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Style.Tone;
import dev.wayleave.oidc.plan.IdentityPlan;
import dev.wayleave.oidc.plan.MatchClass;
import dev.wayleave.oidc.plan.PlanRow;
import dev.wayleave.oidc.policy.PolicyReview;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A plan of what becomes of identities, for a person at a terminal.
public final class IdentityPlanText {
  private static final int MOST = 100;

  private final Paper paper;
  private final IdentityPlan plan;
  private final Map<UserId, String> names = new TreeMap<>();

  private IdentityPlanText(Console console, IdentityPlan plan) {
    this.paper = new Paper(console);
    this.plan = plan;
    plan.users()
        .forEach(row -> names.put(row.id(), row.name().isEmpty() ? row.email() : row.name()));
  }

  public static void write(Console console, IdentityPlan plan) {
    new IdentityPlanText(console, plan).write();
  }

  private void write() {
    paper.heading("Identities in " + plan.place());
    List<PlanRow> rows = plan.users();
    for (PlanRow row : rows.subList(0, Math.min(MOST, rows.size()))) {
      row(row);
    }
    more(rows.size());
    changes();
    policy(plan.policy());
    FindingsText.write(paper, plan.findings());
    paper.blank();
    counts();
    paper.blank();
    paper.text(0, verdict());
  }

  private void more(int all) {
    if (all > MOST) {
      paper.text(2, Tone.FAINT, "and %d more; -o json lists all".formatted(all - MOST));
    }
  }

  private void row(PlanRow row) {
    paper.line(
        2,
        tone(row.result()),
        "%-11s".formatted(row.result().word()),
        user(row.id()) + (row.left() ? ", left as it is" : "") + ": " + row.how());
    paper.line(6, Tone.FAINT, "old", row.old() == null ? "(none)" : row.old());
    if (row.next() != null) {
      paper.line(6, Tone.FAINT, "new", row.next());
    }
  }

  private String user(UserId id) {
    String name = names.getOrDefault(id, "");
    return "user " + id + (name.isEmpty() ? "" : " (" + name + ")");
  }

  private static Tone tone(MatchClass result) {
    return switch (result) {
      case MATCHED -> Tone.CHANGED;
      case ALREADY_NEW -> Tone.FAINT;
      case EXPECTED -> Tone.NOTE;
      case AMBIGUOUS, UNMATCHED, COLLISION -> Tone.BAD;
    };
  }

  /// Rewritten identities stand at their users already.
  private void changes() {
    Predicate<IdentityChange> apart =
        change -> change instanceof IdentityChange.Merge || change instanceof IdentityChange.Rename;
    List<IdentityChange> others = plan.changes().stream().filter(apart).toList();
    if (others.isEmpty()) {
      return;
    }
    paper.blank();
    paper.heading("Users");
    for (IdentityChange change : others.subList(0, Math.min(MOST, others.size()))) {
      switch (change) {
        case IdentityChange.Merge(UserId survivor, UserId gone, var roles) ->
            paper.line(
                2,
                Tone.CHANGED,
                "merge",
                "%s into %s, who gets nodes and keys%s"
                    .formatted(
                        user(gone),
                        user(survivor),
                        roles.isEmpty() ? "" : " and the roles " + roles));
        case IdentityChange.Rename(UserId id, String before, String after) ->
            paper.line(
                2,
                Tone.CHANGED,
                "rename",
                "user %s from \"%s\" to \"%s\"".formatted(id, before, after));
        case IdentityChange.Rewrite _, IdentityChange.Give _, IdentityChange.Expect _ -> {}
      }
    }
    more(others.size());
  }

  private void policy(PolicyReview review) {
    if (review.words().isEmpty() && review.diff().isEmpty()) {
      return;
    }
    paper.blank();
    paper.heading("Policy");
    for (PolicyReview.Word word : review.words()) {
      paper.line(
          2,
          Tone.NOTE,
          word.at(),
          "%s names %s, afterwards %s%s"
              .formatted(
                  word.word(),
                  users(word.before()),
                  users(word.after()),
                  word.proposed() == null ? "" : "; write " + word.proposed()));
    }
    review.diff().lines().forEach(line -> paper.line(2, tone(line), "", line));
  }

  private static Tone tone(String line) {
    return line.startsWith("+") ? Tone.GOOD : line.startsWith("-") ? Tone.BAD : Tone.FAINT;
  }

  private String users(List<UserId> ids) {
    return ids.isEmpty()
        ? "nobody"
        : ids.stream().map(this::user).collect(Collectors.joining(" and "));
  }

  private void counts() {
    Grid grid = new Grid("class", ">identities");
    plan.counts()
        .forEach((result, count) -> {
          if (count > 0) {
            grid.row(result.word(), Integer.toString(count));
          }
        });
    paper.table(2, grid);
  }

  private String verdict() {
    long blockers =
        plan.findings().stream()
            .filter(finding -> finding.level() == Finding.Level.BLOCKER)
            .count();
    if (plan.isBlocked()) {
      return "Apply refuses: %s."
          .formatted(blockers == 1 ? "there is 1 blocker" : "there are " + blockers + " blockers");
    }
    if (plan.isEmpty()) {
      return "Nothing is to be changed.";
    }
    return "%s%s."
        .formatted(
            plan.changes().size() == 1 ? "1 change" : plan.changes().size() + " changes",
            plan.policy().text() == null ? "" : ", and the policy is rewritten");
  }
}
