package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.verification.Verification;
import java.time.temporal.ChronoUnit;

/// A verification for a person at a terminal.
public final class VerificationText {
  private VerificationText() {}

  public static void write(Console console, Verification verification) {
    Paper paper = new Paper(console);
    paper.heading("Verification");
    paper.text(2, "from " + verification.from() + "  " + Sides.of(verification.source()));
    paper.text(2, "to   " + verification.to() + "  " + Sides.of(verification.target()));
    paper.blank();
    Grid grid = new Grid("kind", ">source", ">target", ">own", "SHA-256", "", "");
    verification
        .kinds()
        .forEach((kind, sides) ->
            grid.row(
                kind.plural(),
                Long.toString(sides.source().count()),
                Long.toString(sides.target().count()),
                Long.toString(sides.targetOwn()),
                Sides.shortened(sides.source().sha256()),
                sides.equal() ? "=" : "≠",
                sides.equal() ? "" : Sides.shortened(sides.target().sha256())));
    paper.table(2, grid);
    FindingsText.write(paper, verification.findings());
    paper.blank();
    paper.text(0, verdict(verification));
  }

  static String verdict(Verification verification) {
    return verification.equal()
        ? "Equal: the target holds all that the source holds. " + signature(verification)
        : "%d %s."
            .formatted(
                verification.differences(),
                verification.differences() == 1 ? "entity differs" : "entities differ");
  }

  /// What was proved, and when.
  private static String signature(Verification verification) {
    long compared =
        verification.kinds().values().stream().mapToLong(kind -> kind.source().count()).sum();
    return "Signed off %s: %d %s, by count and SHA-256 of each kind, times to the microsecond."
        .formatted(
            verification.at().truncatedTo(ChronoUnit.SECONDS),
            compared,
            compared == 1 ? "entity" : "entities");
  }
}
