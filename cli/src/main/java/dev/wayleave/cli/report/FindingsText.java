package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Style.Tone;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.Comparator;
import java.util.List;

/// Findings by level, the weightiest first.
final class FindingsText {
  private static final int MOST = 50;

  private FindingsText() {}

  static void write(Paper paper, List<Finding> findings) {
    for (Finding.Level level : Finding.Level.values()) {
      List<Finding> ofLevel =
          findings.stream()
              .filter(finding -> finding.level() == level)
              .sorted(Comparator.comparing(Finding::code))
              .toList();
      if (!ofLevel.isEmpty()) {
        level(paper, level, ofLevel);
      }
    }
  }

  private static void level(Paper paper, Finding.Level level, List<Finding> findings) {
    paper.blank();
    paper.heading(title(level) + " (" + findings.size() + ")");
    for (Finding finding : findings.subList(0, Math.min(MOST, findings.size()))) {
      paper.line(2, tone(level), finding.code(), finding.object());
      paper.text(4, finding.what());
      if (!finding.remedy().isEmpty()) {
        paper.text(4, Tone.FAINT, "→ " + finding.remedy());
      }
    }
    if (findings.size() > MOST) {
      paper.text(2, Tone.FAINT, "and %d more; -o json lists all".formatted(findings.size() - MOST));
    }
  }

  /// What a level means, as a heading.
  static String title(Finding.Level level) {
    return switch (level) {
      case BLOCKER -> "Blockers: apply refuses";
      case LOSSY -> "Losses: not carried, to be accepted by their code";
      case ACTION -> "Actions: carried, but someone must do something";
      case INFO -> "Good to know";
    };
  }

  private static Tone tone(Finding.Level level) {
    return switch (level) {
      case BLOCKER -> Tone.BAD;
      case LOSSY -> Tone.CHANGED;
      case ACTION -> Tone.NOTE;
      case INFO -> Tone.FAINT;
    };
  }
}
