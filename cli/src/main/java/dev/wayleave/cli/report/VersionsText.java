package dev.wayleave.cli.report;

import dev.wayleave.api.policy.VersionView;
import dev.wayleave.cli.terminal.Console;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The versions of a policy for a person at a terminal.
public final class VersionsText {
  private VersionsText() {}

  public static void write(Console console, List<VersionView> versions) {
    Paper paper = new Paper(console);
    if (versions.isEmpty()) {
      paper.text(0, "There is no policy yet.");
      return;
    }
    Grid grid = new Grid("version", "", "when", "author", "message");
    for (VersionView version : versions) {
      grid.row(
          version.id(),
          version.inUse() ? "in force" : "",
          text(version.createdAt()),
          version.author() == null ? "from " + version.origin() : version.author(),
          text(version.message()));
    }
    paper.table(0, grid);
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }
}
