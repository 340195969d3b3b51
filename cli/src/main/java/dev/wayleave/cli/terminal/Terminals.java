package dev.wayleave.cli.terminal;

import java.util.Set;

/// Which streams are terminals.
///
/// @param columns how wide results may be; text for programs is not wrapped
public record Terminals(boolean in, boolean out, boolean err, int columns) {
  /// Nobody is there.
  public static final Terminals NONE = new Terminals(false, false, false, Integer.MAX_VALUE);

  private static final int USUAL_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 40;

  /// Reads what `./wayleave` found out, which Java cannot.
  ///
  /// @param names some of `in`, `out`, `err`, with commas between
  /// @param columns a number, or empty where that is not known
  public static Terminals parse(String names, String columns) {
    Set<String> known = Set.of(names.split(","));
    boolean out = known.contains("out");
    return new Terminals(
        known.contains("in"), out, known.contains("err"), out ? width(columns) : Integer.MAX_VALUE);
  }

  private static int width(String columns) {
    return columns.matches("[1-9][0-9]{0,3}")
        ? Math.max(LEAST_COLUMNS, Integer.parseInt(columns))
        : USUAL_COLUMNS;
  }
}
