package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// The ids of one kind of row: each a number, and none twice.
///
/// Headscale declares them as primary keys, so a fault here comes from a hand that rebuilt a table.
final class RowIds {
  private final String kind;
  private final Findings findings;
  private final Set<Long> taken = new HashSet<>();

  RowIds(String kind, Findings findings) {
    this.kind = kind;
    this.findings = findings;
  }

  /// The row's id, or nothing after a finding.
  OptionalLong take(Row row) {
    Parsed<Long> id = row.number("id");
    if (!(id instanceof Parsed.Value<Long>(Long number)) || number < 0) {
      blocked("ID_UNREADABLE", row, "is no number that a row can have");
      return OptionalLong.empty();
    }
    if (!taken.add(number)) {
      blocked("ID_TAKEN", row, "is the id of an earlier row too");
      return OptionalLong.empty();
    }
    return OptionalLong.of(number);
  }

  private void blocked(String code, Row row, String why) {
    findings.add(
        Finding.blocker(
            code,
            kind + " " + row.text("id") + " (row of " + row.raw().table() + ")",
            "id " + RowFaults.quoted(row.text("id")) + " " + why + ".",
            "Correct the row in Headscale's database and read it again."));
  }
}
