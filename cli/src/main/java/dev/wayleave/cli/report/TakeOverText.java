package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Style.Tone;
import dev.wayleave.tailnet.cutover.Difference;
import dev.wayleave.tailnet.cutover.Step;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a check of a take-over found, for a person at a terminal.
public final class TakeOverText {
  private static final int MOST = 100;

  private TakeOverText() {}

  public static void write(Console console, TakeOverDocument document) {
    Paper paper = new Paper(console);
    paper.heading("Take-over");
    paper.text(2, "from " + document.from() + "  headscale " + document.release());
    List<Finding> findings = new ArrayList<>(document.findings());
    findings.addAll(document.unchecked());
    FindingsText.write(paper, findings);
    differences(paper, document.differences());
    paper.blank();
    paper.heading("Steps");
    document.steps().forEach(step -> step(paper, step));
    paper.blank();
    paper.text(
        0,
        document.isClear()
            ? "Nothing forbids the take-over, and nothing was found that a client would notice."
            : "Remedy what forbids the take-over or would be noticed, and check again.");
  }

  private static void differences(Paper paper, List<Difference> differences) {
    paper.blank();
    paper.heading("What nodes would be told otherwise (" + differences.size() + ")");
    if (differences.isEmpty()) {
      paper.text(2, Tone.FAINT, "Nothing, as far as the running server could be asked.");
    }
    for (Difference difference : differences.subList(0, Math.min(MOST, differences.size()))) {
      paper.line(
          2,
          difference.noticed() ? Tone.CHANGED : Tone.FAINT,
          difference.part().name().toLowerCase(Locale.ROOT),
          difference.node());
      paper.text(4, "there: " + difference.server());
      paper.text(4, "here:  " + difference.wayleave());
      paper.text(4, Tone.FAINT, "→ " + difference.cause());
    }
    if (differences.size() > MOST) {
      paper.text(
          2, Tone.FAINT, "and %d more; -o json lists all".formatted(differences.size() - MOST));
    }
  }

  private static void step(Paper paper, Step step) {
    paper.text(2, step.number() + ". " + step.what());
    step.commands().forEach(command -> paper.text(5, command));
    for (String back : step.back()) {
      paper.text(5, Tone.FAINT, "back: " + back);
    }
  }
}
