package dev.wayleave.cli.export;

import dev.wayleave.cli.report.Grid;
import dev.wayleave.cli.report.Paper;
import dev.wayleave.cli.terminal.Console;

/// What `wayleave export tailscale` brought, for a person at a terminal.
final class ExportText {
  /// More than these are counted, not listed.
  private static final int MOST_LISTED = 30;

  private ExportText() {}

  static void write(Console console, ExportDocument document) {
    Paper paper = new Paper(console);
    Grid rows = new Grid("section", ">read", ">kept", ">not read");
    document
        .sections()
        .forEach(row ->
            rows.row(
                row.section(),
                Integer.toString(row.read()),
                Integer.toString(row.kept()),
                Integer.toString(row.missing())));
    paper.table(0, rows);
    if (!document.notRead().isEmpty()) {
      paper.blank();
      missing(paper, document);
    }
    paper.blank();
    paper.text(0, "The export is in " + document.folder() + ". It holds no secret of the API, but");
    paper.text(0, "names, addresses and public keys; look through it before it is given away.");
  }

  private static void missing(Paper paper, ExportDocument document) {
    int listed = 0;
    for (ExportDocument.Missing missing : document.notRead()) {
      if (++listed > MOST_LISTED) {
        paper.text(0, "… and %d more.".formatted(document.notRead().size() - MOST_LISTED));
        return;
      }
      String object = missing.object().isEmpty() ? "" : " of " + missing.object();
      String status = missing.status() == 0 ? "" : " (HTTP %d)".formatted(missing.status());
      String scopes = missing.scopes().isEmpty() ? "" : "; the scopes for it: " + missing.scopes();
      paper.text(
          0,
          "not read: %s%s%s: %s%s"
              .formatted(missing.section(), object, status, missing.message(), scopes));
    }
  }
}
