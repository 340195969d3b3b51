package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.cli.terminal.Style;
import dev.wayleave.cli.terminal.Style.Tone;
import java.io.PrintStream;

/// Where a report for people is put: lines, indented, wrapped and coloured as fits the place.
public final class Paper {
  private final PrintStream out;
  private final Style style;
  private final int width;

  public Paper(Console console) {
    this.out = console.out();
    this.style = console.style();
    this.width = console.terminals().columns();
  }

  public void blank() {
    out.println();
  }

  void heading(String text) {
    out.println(style.paint(Tone.HEADING, text));
  }

  /// A sentence or more, wrapped; what it quotes from elsewhere is made safe.
  void text(int indent, Tone tone, String text) {
    for (String line : Paragraph.wrap(SafeText.line(text), Math.max(20, width - indent))) {
      out.println(" ".repeat(indent) + style.paint(tone, line));
    }
  }

  public void text(int indent, String text) {
    for (String line : Paragraph.wrap(SafeText.line(text), Math.max(20, width - indent))) {
      out.println(" ".repeat(indent) + line);
    }
  }

  /// One line that is cut where it would not fit.
  void line(int indent, Tone tone, String begin, String text) {
    String lead = SafeText.line(begin);
    int room = Math.max(20, width - indent - lead.length() - 1);
    out.println(" ".repeat(indent) + style.paint(tone, lead) + " " + SafeText.line(text, room));
  }

  /// Rows, each on one line that is as long as it must be.
  public void whole(Grid grid) {
    boolean head = true;
    for (String line : grid.lines()) {
      out.println(head ? style.paint(Tone.FAINT, line) : line);
      head = false;
    }
  }

  /// Rows, each on one line that is cut where it would not fit.
  public void table(int indent, Grid grid) {
    boolean head = true;
    for (String whole : grid.lines()) {
      String line = SafeText.line(whole, Math.max(20, width - indent));
      out.println(" ".repeat(indent) + (head ? style.paint(Tone.FAINT, line) : line));
      head = false;
    }
  }
}
