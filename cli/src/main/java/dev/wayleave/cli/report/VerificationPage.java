package dev.wayleave.cli.report;

import dev.wayleave.cli.verification.KindComparison;
import dev.wayleave.cli.verification.Verification;
import dev.wayleave.tailnet.inventory.EntityKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A verification as a page.
public final class VerificationPage {
  private VerificationPage() {}

  public static void write(Path file, Instant now, Verification verification) throws IOException {
    HtmlPage.write(file, now, head(verification), page -> body(page, verification));
  }

  private static HtmlPage.Head head(Verification verification) {
    return new HtmlPage.Head(
        "Verification",
        verification.from() + " " + Sides.of(verification.source()),
        verification.to() + " " + Sides.of(verification.target()),
        verification.equal() ? HtmlPage.Mood.GOOD : HtmlPage.Mood.BAD,
        VerificationText.verdict(verification));
  }

  private static void body(HtmlWriter page, Verification verification) throws IOException {
    var kinds = verification.kinds().values();
    long compared = kinds.stream().mapToLong(kind -> kind.source().count()).sum();
    long own = kinds.stream().mapToLong(KindComparison::targetOwn).sum();
    HtmlPage.cards(
        page,
        List.of(
            new HtmlPage.Card(compared, "compared", "same"),
            new HtmlPage.Card(compared - verification.differences(), "equal", "create"),
            new HtmlPage.Card(verification.differences(), "different", "delete"),
            new HtmlPage.Card(own, "the target's own", "action")));
    page.open("section").element("h2", "Kinds");
    page.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", "Kinds");
    page.open("table").open("thead").open("tr").element("th", "Kind", "scope", "col");
    for (String head : List.of("source", "target", "own")) {
      page.element("th", head, "scope", "col", "class", "number");
    }
    page.element("th", "", "scope", "col").element("th", "SHA-256", "scope", "col");
    page.close("tr").close("thead").open("tbody");
    for (Map.Entry<EntityKind, KindComparison> entry : verification.kinds().entrySet()) {
      row(page, entry.getKey(), entry.getValue());
    }
    page.close("tbody").close("table").close("div").close("section");
    FindingsSection.write(page, verification.findings());
  }

  private static void row(HtmlWriter page, EntityKind kind, KindComparison sides)
      throws IOException {
    page.open("tr").element("th", kind.plural(), "scope", "row");
    page.element("td", Long.toString(sides.source().count()), "class", "number");
    page.element("td", Long.toString(sides.target().count()), "class", "number");
    page.element("td", Long.toString(sides.targetOwn()), "class", "number");
    page.element(
        "td",
        sides.equal() ? "equal" : "differs",
        "class",
        sides.equal() ? "number create" : "number delete");
    page.open("td").element("code", sides.source().sha256());
    if (!sides.equal()) {
      page.open("br").element("code", sides.target().sha256());
    }
    page.close("td").close("tr");
  }
}
