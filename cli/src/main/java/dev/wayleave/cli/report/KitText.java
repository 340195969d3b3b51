package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.cutover.kit.Wave;

/// What a cut-over kit was written for, for a person at a terminal.
public final class KitText {
  private KitText() {}

  public static void write(Console console, KitDocument document) {
    Paper paper = new Paper(console);
    paper.heading("Cut-over kit");
    paper.text(2, "from " + document.from());
    paper.text(2, "to   " + document.to());
    paper.blank();
    paper.heading("Waves");
    int number = 1;
    for (Wave wave : document.waves()) {
      paper.text(
          2,
          "%d. %s: %d of the devices%s"
              .formatted(
                  number++,
                  wave.name(),
                  wave.devices().size(),
                  wave.last() ? ", not silently" : ""));
    }
    FindingsText.write(paper, document.findings());
    paper.blank();
    paper.text(
        0,
        "%d files are in %s; begin with its README.md."
            .formatted(document.files(), document.out()));
  }
}
