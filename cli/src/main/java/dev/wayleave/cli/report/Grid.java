package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table in plain text: the first column to the left, numbers to the right.
public final class Grid {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] numbers;

  /// @param heads starts a column of numbers with `>`
  public Grid(String... heads) {
    numbers = new boolean[heads.length];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < heads.length; i++) {
      numbers[i] = heads[i].startsWith(">");
      names.add(numbers[i] ? heads[i].substring(1) : heads[i]);
    }
    rows.add(names);
  }

  public void row(String... cells) {
    rows.add(Arrays.stream(cells).map(SafeText::line).toList());
  }

  List<String> lines() {
    int[] widths = new int[numbers.length];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : GAP).append(numbers[i] ? pad + row.get(i) : row.get(i) + pad);
    }
    return line.toString().stripTrailing();
  }
}
