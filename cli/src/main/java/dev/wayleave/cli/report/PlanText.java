package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Style.Tone;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.plan.FieldDiff;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import java.util.List;
import java.util.Map;

/// A plan for a person at a terminal.
public final class PlanText {
  private static final int MOST_ITEMS = 50;

  private final Paper paper;
  private final PlanDocument document;

  private PlanText(Console console, PlanDocument document) {
    this.paper = new Paper(console);
    this.document = document;
  }

  public static void write(Console console, PlanDocument document) {
    new PlanText(console, document).write();
  }

  private void write() {
    Plan plan = document.plan();
    paper.heading("Migration plan");
    paper.text(2, "from " + document.from() + "  " + Sides.of(plan.source()));
    paper.text(2, "to   " + document.shownTarget());
    for (EntityKind kind : EntityKind.values()) {
      items(kind, plan.items().stream().filter(item -> item.ref().kind() == kind).toList());
    }
    FindingsText.write(paper, plan.findings());
    summary(plan);
    paper.blank();
    paper.text(0, Sides.verdict(plan));
  }

  private void items(EntityKind kind, List<PlanItem> items) {
    if (items.isEmpty()) {
      return;
    }
    paper.blank();
    paper.heading(kind.plural());
    for (PlanItem item : items.subList(0, Math.min(MOST_ITEMS, items.size()))) {
      paper.line(2, tone(item.op()), item.op().sign(), name(item));
      for (FieldDiff field : item.fields()) {
        paper.line(6, Tone.FAINT, field.field() + ":", field.before() + " → " + field.after());
      }
    }
    if (items.size() > MOST_ITEMS) {
      paper.text(
          2, Tone.FAINT, "and %d more; -o json lists all".formatted(items.size() - MOST_ITEMS));
    }
  }

  private static String name(PlanItem item) {
    String id =
        item.ref().id().equals(EntityRef.ONLY) ? item.ref().kind().singular() : item.ref().id();
    return id
        + (item.label().isEmpty() ? "" : " (" + item.label() + ")")
        + (item.note().isEmpty() ? "" : " – " + item.note());
  }

  private static Tone tone(PlanItem.Op op) {
    return switch (op) {
      case CREATE -> Tone.GOOD;
      case UPDATE -> Tone.CHANGED;
      case DELETE -> Tone.BAD;
      case CONFLICT -> Tone.BAD;
      case KEEP -> Tone.FAINT;
    };
  }

  private void summary(Plan plan) {
    Grid grid =
        new Grid("kind", ">create", ">update", ">delete", ">same", ">conflict", ">keep", "SHA-256");
    for (Map.Entry<EntityKind, KindSummary> entry : plan.summary().entrySet()) {
      KindSummary counts = entry.getValue();
      var digest = plan.digests().get(entry.getKey());
      grid.row(
          entry.getKey().plural(),
          Long.toString(counts.create()),
          Long.toString(counts.update()),
          Long.toString(counts.delete()),
          Long.toString(counts.unchanged()),
          Long.toString(counts.conflict()),
          Long.toString(counts.keep()),
          digest == null ? "" : Sides.shortened(digest.sha256()));
    }
    paper.blank();
    paper.heading("Summary");
    paper.table(2, grid);
  }
}
