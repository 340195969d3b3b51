package dev.wayleave.cli.report;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.plan.FieldDiff;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A plan as a page.
public final class PlanPage {
  private static final int MOST_ITEMS = 2000;

  private final HtmlWriter page;
  private final Plan plan;

  private PlanPage(HtmlWriter page, Plan plan) {
    this.page = page;
    this.plan = plan;
  }

  public static void write(Path file, Instant now, PlanDocument document) throws IOException {
    HtmlPage.write(file, now, head(document), page -> new PlanPage(page, document.plan()).body());
  }

  static void write(Appendable out, Instant now, PlanDocument document) throws IOException {
    HtmlPage.write(out, now, head(document), page -> new PlanPage(page, document.plan()).body());
  }

  private static HtmlPage.Head head(PlanDocument document) {
    Plan plan = document.plan();
    boolean blocked = !plan.obstacles(Set.of()).isEmpty();
    HtmlPage.Mood mood =
        blocked
            ? HtmlPage.Mood.BAD
            : plan.changesAnything() ? HtmlPage.Mood.WORK : HtmlPage.Mood.GOOD;
    return new HtmlPage.Head(
        "Migration plan",
        document.from() + " " + Sides.of(plan.source()),
        document.shownTarget(),
        mood,
        Sides.verdict(plan));
  }

  private void body() throws IOException {
    HtmlPage.cards(
        page,
        List.of(
            new HtmlPage.Card(Sides.total(plan, KindSummary::create), "create", "create"),
            new HtmlPage.Card(Sides.total(plan, KindSummary::update), "update", "update"),
            new HtmlPage.Card(Sides.total(plan, KindSummary::delete), "delete", "delete"),
            new HtmlPage.Card(Sides.total(plan, KindSummary::unchanged), "unchanged", "same"),
            new HtmlPage.Card(Sides.total(plan, KindSummary::conflict), "conflicts", "conflict"),
            new HtmlPage.Card(Sides.findings(plan, Finding.Level.BLOCKER), "blockers", "delete"),
            new HtmlPage.Card(Sides.findings(plan, Finding.Level.LOSSY), "losses", "update"),
            new HtmlPage.Card(Sides.findings(plan, Finding.Level.ACTION), "actions", "action")));
    page.open("p", "id", "filter", "hidden", "").open("label", "for", "needle");
    page.text("Filter").close("label");
    page.open("input", "id", "needle", "type", "search", "placeholder", "a name, an id, a code");
    page.close("p");
    FindingsSection.write(page, plan.findings());
    kinds();
    changes();
    fingerprints();
  }

  private void kinds() throws IOException {
    page.open("section", "id", "kinds").element("h2", "Kinds");
    page.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", "Kinds");
    page.open("table").open("thead").open("tr");
    page.element("th", "Kind", "scope", "col");
    for (String head :
        List.of("source", "create", "update", "delete", "same", "conflict", "keep")) {
      page.element("th", head, "scope", "col", "class", "number");
    }
    page.element("th", "SHA-256 of the source", "scope", "col");
    page.close("tr").close("thead").open("tbody");
    for (EntityKind kind : EntityKind.values()) {
      KindSummary counts = plan.summary().get(kind);
      if (counts != null) {
        row(kind, counts, plan.digests().getOrDefault(kind, new KindDigest(0, "")));
      }
    }
    page.close("tbody").close("table").close("div").close("section");
  }

  private void row(EntityKind kind, KindSummary counts, KindDigest digest) throws IOException {
    page.open("tr").element("th", kind.plural(), "scope", "row");
    number(digest.count(), "");
    number(counts.create(), "create");
    number(counts.update(), "update");
    number(counts.delete(), "delete");
    number(counts.unchanged(), "");
    number(counts.conflict(), "conflict");
    number(counts.keep(), "");
    page.open("td").element("code", digest.sha256()).close("td").close("tr");
  }

  private void number(long count, String tone) throws IOException {
    page.element(
        "td", Long.toString(count), "class", count == 0 ? "number zero" : "number " + tone);
  }

  private void changes() throws IOException {
    page.open("section", "id", "changes").element("h2", "Changes");
    if (plan.items().isEmpty()) {
      page.element("p", "There are none.", "class", "faint");
    }
    for (EntityKind kind : EntityKind.values()) {
      List<PlanItem> items =
          plan.items().stream().filter(item -> item.ref().kind() == kind).toList();
      if (!items.isEmpty()) {
        page.open("details", "class", "kind", "open", "").open("summary");
        page.element("h3", kind.plural()).element("span", "× " + items.size(), "class", "count");
        page.close("summary").open("ul", "class", "diff");
        for (PlanItem item : items.subList(0, Math.min(MOST_ITEMS, items.size()))) {
          item(item);
        }
        page.close("ul");
        if (items.size() > MOST_ITEMS) {
          page.element(
              "p",
              "and %d more, which -o json lists".formatted(items.size() - MOST_ITEMS),
              "class",
              "faint");
        }
        page.close("details");
      }
    }
    page.close("section");
  }

  private void item(PlanItem item) throws IOException {
    page.open("li", "data-row", "", "class", "item " + item.op().name().toLowerCase(Locale.ROOT));
    if (item.fields().isEmpty()) {
      page.open("div");
      title(item);
      page.close("div");
    } else {
      page.open("details").open("summary");
      title(item);
      page.element("span", fieldCount(item.fields().size()), "class", "count").close("summary");
      page.open("dl");
      for (FieldDiff field : item.fields()) {
        page.element("dt", field.field());
        page.open("dd").element("del", field.before()).element("ins", field.after()).close("dd");
      }
      page.close("dl").close("details");
    }
    page.close("li");
  }

  private static String fieldCount(int count) {
    return count == 1 ? "1 field" : count + " fields";
  }

  private void title(PlanItem item) throws IOException {
    String operation = item.op().name().toLowerCase(Locale.ROOT);
    page.open("span", "class", "sign", "title", operation, "aria-label", operation);
    page.text(item.op().sign()).close("span");
    String id = item.ref().id();
    page.open("bdi", "class", "id");
    page.text(id.equals(EntityRef.ONLY) ? item.ref().kind().singular() : id).close("bdi");
    if (!item.label().isEmpty()) {
      page.open("bdi", "class", "label").text(item.label()).close("bdi");
    }
    if (!item.note().isEmpty()) {
      page.element("span", item.note(), "class", "note");
    }
  }

  private void fingerprints() throws IOException {
    page.open("section", "id", "fingerprints").element("h2", "Fingerprints");
    page.element(
        "p", "A saved plan is applied only while both sides still have these.", "class", "faint");
    page.open("dl", "class", "prints").element("dt", "source");
    page.open("dd").element("code", plan.sourceFingerprint()).close("dd");
    page.element("dt", "target").open("dd");
    page.element("code", plan.targetFingerprint()).close("dd").close("dl").close("section");
  }
}
