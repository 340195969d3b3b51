package dev.wayleave.cli.report;

import dev.wayleave.api.migration.MigrationState;
import dev.wayleave.api.migration.MigrationSummary;
import dev.wayleave.cli.terminal.Console;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A list of migrations for a person at a terminal.
public final class MigrationsText {
  private MigrationsText() {}

  public static void write(Console console, List<MigrationSummary> migrations) {
    Paper paper = new Paper(console);
    if (migrations.isEmpty()) {
      paper.text(0, "There are no migrations.");
      return;
    }
    Grid grid = new Grid("migration", "state", "source", "when");
    for (MigrationSummary migration : migrations) {
      grid.row(
          migration.id(),
          state(migration.state()),
          Sides.of(migration.source()),
          latest(migration).toString());
    }
    paper.table(0, grid);
  }

  private static String state(MigrationState state) {
    return switch (state) {
      case PLANNED -> "planned";
      case APPLIED -> "applied";
      case ROLLED_BACK -> "rolled back";
    };
  }

  private static Instant latest(MigrationSummary migration) {
    return Optional.ofNullable(migration.rolledBackAt())
        .or(() -> Optional.ofNullable(migration.appliedAt()))
        .orElse(migration.createdAt());
  }
}
