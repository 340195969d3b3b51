package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// CREATE TABLE and the constraints that ALTER TABLE adds to it.
final class TableDefinition {
  /// Words that begin a constraint rather than a column.
  private static final Set<String> CONSTRAINTS =
      Set.of("constraint", "primary", "unique", "check", "foreign", "exclude", "like", "not");

  /// Words that end a column's type.
  private static final Set<String> AFTER_TYPE =
      Set.of(
          "collate",
          "compression",
          "storage",
          "constraint",
          "not",
          "null",
          "default",
          "check",
          "unique",
          "primary",
          "references",
          "generated",
          "deferrable",
          "initially",
          "options");

  private final SqlReader sql;
  private final List<DumpTable.Column> columns = new ArrayList<>();
  private final List<List<String>> notNull = new ArrayList<>();
  private final List<List<String>> unique = new ArrayList<>();

  private TableDefinition(SqlReader sql) {
    this.sql = sql;
  }

  /// What follows CREATE, if that makes a table with columns; else the statement is passed over.
  static Optional<DumpTable> create(SqlReader sql) throws SourceException {
    SqlToken token = sql.next();
    while (token.isWord("unlogged") || token.isWord("global") || token.isWord("local")) {
      token = sql.next();
    }
    if (!token.isWord("table")) {
      sql.back(token);
      skipOther(sql);
      return Optional.empty();
    }
    if (sql.skipWord("if")) {
      sql.expectWord("not");
      sql.expectWord("exists");
    }
    TableName name = sql.table();
    if (!sql.skipSymbol('(')) {
      // A partition of a table or a table of a type; Headscale has neither.
      sql.skipStatement();
      return Optional.empty();
    }
    return Optional.of(new TableDefinition(sql).table(name));
  }

  private static void skipOther(SqlReader sql) throws SourceException {
    if (sql.skipWord("or")) {
      sql.expectWord("replace");
    }
    if (sql.skipWord("function") || sql.skipWord("procedure")) {
      sql.skipFunction();
    } else {
      sql.skipStatement();
    }
  }

  private DumpTable table(TableName name) throws SourceException {
    if (!sql.skipSymbol(')')) {
      SqlToken end;
      do {
        end = item();
      } while (end.isSymbol(','));
    }
    boolean partitioned = sql.skipWord("partition");
    sql.skipStatement();
    DumpTable table = new DumpTable(name, columns, partitioned);
    notNull.forEach(table::declareNotNull);
    unique.forEach(table::declareUnique);
    return table;
  }

  /// One column or constraint, and the sign after it.
  private SqlToken item() throws SourceException {
    SqlToken first = sql.next();
    sql.back(first);
    if (first instanceof SqlToken.Word(String word) && CONSTRAINTS.contains(word)) {
      constraint();
      return sql.skipItem();
    }
    return column();
  }

  private SqlToken column() throws SourceException {
    String name = sql.identifier();
    String type = type();
    boolean refusesNull = false;
    boolean isUnique = false;
    while (true) {
      SqlToken token = sql.next();
      if (token instanceof SqlToken.End) {
        throw sql.unexpected(token, "more");
      }
      if (token.isSymbol(',') || token.isSymbol(')')) {
        columns.add(new DumpTable.Column(name, PgType.of(type), refusesNull, isUnique));
        return token;
      }
      if (token.isSymbol('(')) {
        sql.skipGroup();
      }
      refusesNull |= token.isWord("primary") || (token.isWord("not") && sql.skipWord("null"));
      isUnique |= token.isWord("unique");
    }
  }

  /// The words of a type; a length or precision says nothing about how values are written.
  private String type() throws SourceException {
    List<String> words = new ArrayList<>();
    while (true) {
      SqlToken token = sql.next();
      switch (token) {
        case SqlToken.Word(String word) when !AFTER_TYPE.contains(word) -> words.add(word);
        case SqlToken.Name(String name) -> words.add(name);
        case SqlToken.Symbol(char sign) when sign == '(' -> sql.skipGroup();
        // What came before was the type's schema.
        case SqlToken.Symbol(char sign) when sign == '.' -> words.clear();
        case SqlToken.Symbol(char sign) when sign == '[' || sign == ']' -> words.add("[]");
        default -> {
          sql.back(token);
          return String.join(" ", words);
        }
      }
    }
  }

  private void constraint() throws SourceException {
    if (sql.skipWord("constraint")) {
      sql.identifier();
    }
    if (sql.skipWord("unique")) {
      if (sql.skipWord("nulls")) {
        sql.skipWord("not");
        sql.expectWord("distinct");
      }
      unique.add(sql.names());
    } else if (sql.skipWord("primary")) {
      sql.expectWord("key");
      notNull.add(sql.names());
    } else if (sql.skipWord("not")) {
      sql.expectWord("null");
      notNull.add(List.of(sql.identifier()));
    }
  }

  /// What follows ADD in ALTER TABLE.
  static void add(SqlReader sql, DumpTable table) throws SourceException {
    SqlToken first = sql.next();
    sql.back(first);
    if (first instanceof SqlToken.Word(String word) && CONSTRAINTS.contains(word)) {
      TableDefinition definition = new TableDefinition(sql);
      definition.constraint();
      definition.notNull.forEach(table::declareNotNull);
      definition.unique.forEach(table::declareUnique);
    }
  }
}
