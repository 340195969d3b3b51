package dev.wayleave.cli.report;

import dev.wayleave.tailnet.inventory.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Findings on a page: by level, and within it by code, as one code has one remedy more often than
/// not.
final class FindingsSection {
  private static final int MOST = 2000;
  private static final int OPEN_UP_TO = 20;

  private FindingsSection() {}

  static void write(HtmlWriter page, List<Finding> findings) throws IOException {
    page.open("section", "id", "findings").element("h2", "Findings");
    if (findings.isEmpty()) {
      page.element("p", "There are none.", "class", "faint");
    }
    for (Finding.Level level : Finding.Level.values()) {
      Map<String, List<Finding>> byCode =
          findings.stream()
              .filter(finding -> finding.level() == level)
              .collect(Collectors.groupingBy(Finding::code, TreeMap::new, Collectors.toList()));
      if (!byCode.isEmpty()) {
        page.element(
            "h3",
            FindingsText.title(level),
            "class",
            "level " + level.name().toLowerCase(Locale.ROOT));
        for (Map.Entry<String, List<Finding>> entry : byCode.entrySet()) {
          code(page, level, entry.getKey(), entry.getValue());
        }
      }
    }
    page.close("section");
  }

  private static void code(HtmlWriter page, Finding.Level level, String code, List<Finding> all)
      throws IOException {
    String tone = "code " + level.name().toLowerCase(Locale.ROOT);
    if (all.size() <= OPEN_UP_TO) {
      page.open("details", "class", tone, "open", "");
    } else {
      page.open("details", "class", tone);
    }
    page.open("summary").element("code", code).element("span", "× " + all.size(), "class", "count");
    page.close("summary").open("ul");
    for (Finding finding : all.subList(0, Math.min(MOST, all.size()))) {
      page.open("li", "data-row", "");
      page.open("bdi", "class", "object").text(finding.object()).close("bdi");
      page.element("p", finding.what());
      if (!finding.remedy().isEmpty()) {
        page.element("p", finding.remedy(), "class", "remedy");
      }
      page.close("li");
    }
    page.close("ul");
    if (all.size() > MOST) {
      page.element("p", "and %d more".formatted(all.size() - MOST), "class", "faint");
    }
    page.close("details");
  }
}
