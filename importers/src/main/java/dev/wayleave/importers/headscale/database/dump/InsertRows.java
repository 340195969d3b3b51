package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of an INSERT, in each of the forms that `pg_dump` has for them.
final class InsertRows {
  /// Takes a row.
  @FunctionalInterface
  interface Sink {
    /// One row.
    ///
    /// @param columns as the statement names them; empty where it names none
    /// @param values as they are written, null for NULL
    void row(List<String> columns, List<@Nullable String> values) throws SourceException;
  }

  private final SqlReader sql;
  private final DumpInput in;

  InsertRows(SqlReader sql, DumpInput in) {
    this.sql = sql;
    this.in = in;
  }

  /// The table, after the word INSERT.
  TableName table() throws SourceException {
    sql.expectWord("into");
    return sql.table();
  }

  /// Reads all after the table.
  ///
  /// @return how many rows there were
  long rows(Sink sink) throws SourceException {
    List<String> columns = List.of();
    if (sql.skipSymbol('(')) {
      sql.back(new SqlToken.Symbol('('));
      columns = sql.names();
    }
    if (sql.skipWord("overriding")) {
      sql.identifier();
      sql.expectWord("value");
    }
    if (sql.skipWord("default")) {
      throw in.fault("the row has no values; make the dump again with pg_dump alone");
    }
    sql.expectWord("values");
    long count = 0;
    do {
      sink.row(columns, values());
      count++;
    } while (sql.skipSymbol(','));
    if (sql.skipWord("on")) {
      // ON CONFLICT DO NOTHING: a dump holds no row twice.
      sql.skipStatement();
    } else {
      sql.expect(';');
    }
    return count;
  }

  private List<@Nullable String> values() throws SourceException {
    sql.expect('(');
    List<@Nullable String> values = new ArrayList<>();
    do {
      values.add(value());
    } while (sql.skipSymbol(','));
    sql.expect(')');
    return values;
  }

  private @Nullable String value() throws SourceException {
    SqlToken token = sql.next();
    boolean minus = token.isSymbol('-');
    boolean signed = minus || token.isSymbol('+');
    SqlToken constant = signed ? sql.next() : token;
    String value =
        switch (constant) {
          case SqlToken.Text(String text) when !signed -> text;
          case SqlToken.Digits(String digits) -> minus ? "-" + digits : digits;
          case SqlToken.Word(String word) when !signed -> word(constant, word);
          case SqlToken.Text _,
              SqlToken.Word _,
              SqlToken.Name _,
              SqlToken.Symbol _,
              SqlToken.Command _,
              SqlToken.End _ ->
              throw sql.unexpected(constant, "a value");
        };
    if (sql.skipSymbol(':')) {
      cast();
    }
    return value;
  }

  private @Nullable String word(SqlToken token, String word) throws SourceException {
    return switch (word) {
      case "null" -> null;
      case "true", "false" -> word;
      default -> throw sql.unexpected(token, "a value");
    };
  }

  /// `::type`, which adds nothing to what the column's own type says.
  private void cast() throws SourceException {
    sql.expect(':');
    SqlToken end = sql.skipItem();
    sql.back(end);
  }
}
