package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a mapping: CSV with the columns `old` and `new`; others are not looked at.
public final class MapFile {
  private MapFile() {}

  public static List<MapLine> read(Path file) throws InputException {
    return of(Table.read(file));
  }

  /// Reads a mapping from a text.
  ///
  /// @param name what to call it in findings
  public static List<MapLine> parse(String name, String text) throws InputException {
    return of(Table.parse(name, text));
  }

  private static List<MapLine> of(Table table) throws InputException {
    Optional<String> old = table.column("old");
    Optional<String> next = table.column("new");
    if (old.isEmpty() || next.isEmpty()) {
      throw new InputException(
          table.name()
              + ", line 1: there are no columns old and new; write \"old,new\" in the first line.");
    }
    List<MapLine> lines = new ArrayList<>();
    for (Table.Row row : table.rows()) {
      String place = table.name() + ", line " + row.line();
      String from = row.value(old).orElse("");
      String to = row.value(next).orElse("");
      if (from.isEmpty() && to.isEmpty()) {
        continue;
      }
      if (from.isEmpty() || to.isEmpty()) {
        throw new InputException(
            "%s: the column %s is empty; fill it in or take the line out."
                .formatted(place, from.isEmpty() ? "old" : "new"));
      }
      lines.add(new MapLine(place, from, to));
    }
    return lines;
  }
}
