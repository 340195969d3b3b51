package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// How far the sequences of a dump have counted, and for which table each does: they keep the names
/// of tables that are long renamed.
final class DumpSequences {
  /// Digits that fit a number in any case.
  private static final int LONGEST = 18;

  private final Map<TableName, TableName> tables = new HashMap<>();
  private final Map<TableName, Long> last = new HashMap<>();

  /// Reads on after `ALTER SEQUENCE`, of which `OWNED BY` says the table.
  void alter(SqlReader sql) throws SourceException {
    if (sql.skipWord("if")) {
      sql.expectWord("exists");
    }
    TableName sequence = sql.table();
    if (sql.skipWord("owned")) {
      sql.expectWord("by");
      TableName owner = sql.table();
      boolean whole = sql.skipSymbol('.');
      boolean id = (whole ? sql.identifier() : owner.name()).equals("id");
      if (id) {
        tables.put(sequence, whole ? owner : new TableName(sql.schema(), owner.schema()));
      }
    }
    sql.skipStatement();
  }

  /// Reads on after `SELECT pg_catalog.setval`: the sequence, its value, and whether that was given
  /// to a row already.
  void set(SqlReader sql) throws SourceException {
    sql.expect('(');
    if (sql.next() instanceof SqlToken.Text(String name)
        && sql.skipSymbol(',')
        && sql.next() instanceof SqlToken.Digits(String value)
        && value.length() <= LONGEST
        && sql.skipSymbol(',')
        && sql.skipWord("true")) {
      last.merge(sequence(sql, name), Long.parseLong(value), Math::max);
    }
    sql.skipStatement();
  }

  private static TableName sequence(SqlReader sql, String text) {
    String bare = text.replace("\"", "");
    int dot = bare.indexOf('.');
    return dot < 0
        ? new TableName(sql.schema(), bare)
        : new TableName(bare.substring(0, dot), bare.substring(dot + 1));
  }

  /// The last number that was given to a row of a table.
  OptionalLong last(TableName table) {
    return last.entrySet().stream()
        .filter(entry -> table.equals(tables.get(entry.getKey())))
        .mapToLong(Map.Entry::getValue)
        .max();
  }
}
