package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;

/// What a source holds, for a person at a terminal.
public final class InspectText {
  private InspectText() {}

  public static void write(Console console, String from, Reading reading) {
    Paper paper = new Paper(console);
    paper.heading("Inventory");
    paper.text(2, "from " + from + "  " + Sides.of(reading.inventory().source()));
    paper.blank();
    Counts counts = reading.counts();
    Grid rows = new Grid("rows", ">count");
    rows.row("users", Long.toString(counts.users()));
    rows.row("nodes", Long.toString(counts.nodes()));
    rows.row("preAuthKeys", Long.toString(counts.preAuthKeys()));
    rows.row("apiKeys", Long.toString(counts.apiKeys()));
    rows.row("policies", Long.toString(counts.policies()));
    rows.row("routes", Long.toString(counts.routes()));
    paper.table(2, rows);
    paper.blank();
    Grid kinds = new Grid("kind", ">count", "SHA-256");
    Digests.of(reading.inventory())
        .forEach((kind, digest) ->
            kinds.row(
                kind.plural(), Long.toString(digest.count()), Sides.shortened(digest.sha256())));
    paper.table(2, kinds);
    FindingsText.write(paper, reading.findings());
    paper.blank();
    paper.text(0, "-o json prints every entity, secrets as fingerprints.");
  }
}
