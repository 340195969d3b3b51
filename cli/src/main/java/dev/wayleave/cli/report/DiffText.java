package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Style.Tone;
import dev.wayleave.tailnet.policy.explain.Change;
import dev.wayleave.tailnet.policy.explain.ReachabilityDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one policy changes against another, for a person at a terminal: in words and as a matrix.
public final class DiffText {
  private static final int MATRIX_COLUMNS = 12;
  private static final int MATRIX_ROWS = 20;

  private DiffText() {}

  public static void write(Console console, String old, String now, ReachabilityDiff diff) {
    Paper paper = new Paper(console);
    if (diff.same()) {
      paper.text(0, Tone.GOOD, "%s means the same as %s on this tailnet.".formatted(now, old));
      return;
    }
    if (diff.changes().isEmpty()) {
      paper.text(0, "Nothing becomes reachable and nothing stops being so.");
    }
    for (Change.Kind kind : Change.Kind.values()) {
      List<Change> changes = diff.changes().stream().filter(c -> c.kind() == kind).toList();
      if (!changes.isEmpty()) {
        paper.heading(heading(kind));
        changes.forEach(change -> words(paper, change));
        paper.blank();
      }
    }
    matrix(paper, diff.changes());
    if (diff.more() > 0) {
      paper.text(
          0, "%d more differences are not listed; --limit lists more.".formatted(diff.more()));
    }
    if (!diff.alsoDiffer().isEmpty()) {
      paper.text(
          0,
          "Also different, without effect on the devices that are there now: "
              + String.join(", ", diff.alsoDiffer())
              + ".");
    }
  }

  private static String heading(Change.Kind kind) {
    return switch (kind) {
      case DEVICE -> "Devices";
      case SUBNET -> "Subnets";
      case INTERNET -> "Internet by exit nodes";
      case ROUTE -> "Routes";
      case PEER -> "Visible peers";
      case SSH -> "SSH logins";
      case ATTRIBUTE -> "Node attributes";
    };
  }

  private static void words(Paper paper, Change change) {
    String family = change.family().isEmpty() ? "" : " over " + change.family();
    String pair =
        switch (change.kind()) {
          case ATTRIBUTE -> change.destination() + " on " + change.source();
          case DEVICE, SUBNET, INTERNET, ROUTE, PEER, SSH ->
              change.source() + " → " + change.destination() + family;
        };
    if (!change.gained().isEmpty()) {
      paper.text(2, Tone.GOOD, "+ " + pair + ": " + change.gained());
    }
    if (!change.lost().isEmpty()) {
      paper.text(2, Tone.BAD, "- " + pair + ": " + change.lost());
    }
  }

  /// Sources down, destinations across by number. It is left out where it would not fit a page: the
  /// words say the same.
  private static void matrix(Paper paper, List<Change> changes) {
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    Set<String> columns = new LinkedHashSet<>();
    for (Change change : changes) {
      if (isReach(change.kind())) {
        columns.add(change.destination());
        rows.computeIfAbsent(change.source(), _ -> new LinkedHashMap<>())
            .merge(change.destination(), mark(change), DiffText::joined);
      }
    }
    if (rows.isEmpty() || columns.size() > MATRIX_COLUMNS || rows.size() > MATRIX_ROWS) {
      return;
    }
    paper.heading("Matrix (+ becomes reachable, - no longer, · as before)");
    List<String> heads = new ArrayList<>(List.of("from \\ to"));
    for (int i = 1; i <= columns.size(); i++) {
      heads.add("[" + i + "]");
    }
    Grid grid = new Grid(heads.toArray(String[]::new));
    rows.forEach((source, cells) -> {
      List<String> row = new ArrayList<>(List.of(source));
      columns.forEach(column -> row.add(cells.getOrDefault(column, "·")));
      grid.row(row.toArray(String[]::new));
    });
    paper.table(2, grid);
    int number = 0;
    for (String column : columns) {
      number++;
      paper.text(4, "[" + number + "] " + column);
    }
    paper.blank();
  }

  private static String mark(Change change) {
    return (change.gained().isEmpty() ? "" : "+") + (change.lost().isEmpty() ? "" : "-");
  }

  private static String joined(String a, String b) {
    String both = a + b;
    return (both.contains("+") ? "+" : "") + (both.contains("-") ? "-" : "");
  }

  private static boolean isReach(Change.Kind kind) {
    return switch (kind) {
      case DEVICE, SUBNET, INTERNET -> true;
      case ROUTE, PEER, SSH, ATTRIBUTE -> false;
    };
  }
}
