package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.importers.headscale.database.dump.DumpTable.Form;
import dev.wayleave.importers.headscale.database.dump.DumpTable.Segment;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Goes through a dump once: which tables it makes, and where their rows stand.
final class DumpScan {
  /// Headscale has ten.
  private static final int MOST_TABLES = 10_000;

  private static final Set<String> UTF8 = Set.of("utf8", "utf-8", "unicode");
  private static final int PROGRESS_EVERY = 1000;

  private final DumpInput in;
  private final Progress progress;
  private final DumpComments comments = new DumpComments();
  private final SqlTokens tokens;
  private final SqlReader sql;
  private final InsertRows inserts;
  private final CopyRows copies;
  private final Map<TableName, DumpTable> tables = new LinkedHashMap<>();
  private final DumpSequences sequences = new DumpSequences();
  private long statements;
  private long lastInsert = -2;
  private @Nullable DumpTable lastFilled;

  private DumpScan(DumpInput in, Progress progress) {
    this.in = in;
    this.progress = progress;
    this.tokens = new SqlTokens(in, comments::comment);
    this.sql = new SqlReader(in, tokens);
    this.inserts = new InsertRows(sql, in);
    this.copies = new CopyRows(in);
  }

  /// What a scan found.
  ///
  /// @param sequences how far tables have counted their rows
  /// @param comments what `pg_dump` says of the file in it
  record Result(List<DumpTable> tables, DumpSequences sequences, DumpComments comments) {
    Result {
      tables = List.copyOf(tables);
    }
  }

  static Result of(DumpInput in, Progress progress) throws SourceException {
    return new DumpScan(in, progress).scan();
  }

  private Result scan() throws SourceException {
    SqlToken first = tokens.first();
    while (!(first instanceof SqlToken.End)) {
      whole(first);
      if (++statements % PROGRESS_EVERY == 0) {
        progress.at("looking through the dump", in.offset(), in.size());
      }
      first = tokens.first();
    }
    if (comments.begun() && !comments.ended()) {
      throw in.cutShort();
    }
    progress.at("looking through the dump", in.size(), in.size());
    return new Result(new ArrayList<>(tables.values()), sequences, comments);
  }

  /// What looks wrong where the file ends too early is wrong because of that.
  private void whole(SqlToken first) throws SourceException {
    try {
      statement(first);
    } catch (SourceException e) {
      boolean cut = in.peek() == DumpInput.END && comments.begun() && !comments.ended();
      throw cut ? in.cutShort() : e;
    }
  }

  private void statement(SqlToken first) throws SourceException {
    switch (first) {
      case SqlToken.Symbol(char sign) when sign == ';' -> {}
      case SqlToken.Command(String line) -> command(line);
      case SqlToken.Word(String word) -> statement(word);
      case SqlToken.Name _, SqlToken.Text _, SqlToken.Digits _, SqlToken.Symbol _, SqlToken.End _ ->
          throw sql.unexpected(first, "a statement");
    }
  }

  private void statement(String word) throws SourceException {
    switch (word) {
      case "create" -> create();
      case "alter" -> alter();
      case "copy" -> copy();
      case "insert" -> insert();
      case "set" -> set();
      case "select" -> select();
      default -> sql.skipStatement();
    }
  }

  /// Commands to psql: those that `pg_dump` writes, and no other, as it could change anything.
  private void command(String line) throws SourceException {
    String[] words = line.split("\\s+", 3);
    switch (words[0]) {
      case "\\restrict", "\\unrestrict" -> {}
      case "\\encoding" -> encoding(words.length > 1 ? words[1] : "");
      case "\\connect", "\\c" -> {
        if (!tables.isEmpty()) {
          throw in.fault(
              "another database begins here, as pg_dumpall writes them; dump the one of Headscale"
                  + " with pg_dump -f FILE.sql DATABASE");
        }
      }
      default ->
          throw in.fault(
              in.line() - 1,
              "here is a command to psql that pg_dump does not write, and none is run; make the"
                  + " dump again with pg_dump alone");
    }
  }

  private void create() throws SourceException {
    DumpTable made = TableDefinition.create(sql).orElse(null);
    if (made == null) {
      return;
    }
    if (tables.put(made.name(), made) != null) {
      throw in.fault(
          "the table "
              + made.name()
              + " is made a second time; are these two dumps in one file? Name a file with one");
    }
    if (tables.size() > MOST_TABLES) {
      throw in.fault("this is more tables than any Headscale has; is this its dump?");
    }
  }

  private void alter() throws SourceException {
    if (sql.skipWord("sequence")) {
      sequences.alter(sql);
      return;
    }
    if (!sql.skipWord("table")) {
      sql.skipStatement();
      return;
    }
    if (sql.skipWord("if")) {
      sql.expectWord("exists");
    }
    sql.skipWord("only");
    DumpTable table = tables.get(sql.table());
    if (table != null && sql.skipWord("add")) {
      TableDefinition.add(sql, table);
    }
    sql.skipStatement();
  }

  private DumpTable filled(TableName name) throws SourceException {
    DumpTable table = tables.get(name);
    if (table == null) {
      throw in.fault(
          tokens.startLine(),
          "here is data of the table "
              + name
              + ", which the file does not make; dump the schema too, without --data-only");
    }
    return table;
  }

  private void copy() throws SourceException {
    DumpTable table = filled(sql.table());
    List<String> columns = table.columnNames();
    if (sql.skipSymbol('(')) {
      sql.back(new SqlToken.Symbol('('));
      columns = sql.names();
    }
    sql.expectWord("from");
    sql.expectWord("stdin");
    // Options would change the form of the data; pg_dump gives none.
    sql.expect(';');
    while (in.peek() == ' ' || in.peek() == '\r') {
      in.next();
    }
    if (!in.skip('\n')) {
      throw in.peek() == DumpInput.END ? in.cutShort() : in.fault("data must begin on a new line");
    }
    long offset = in.offset();
    long line = in.line();
    long rows = copies.count();
    Segment segment = new Segment(Form.COPY, columns, offset, line, in.offset(), false);
    table.add(segment, rows);
    progress.at("looking through the dump", in.offset(), in.size());
  }

  private void insert() throws SourceException {
    long offset = tokens.startOffset();
    long line = tokens.startLine();
    boolean escapes = tokens.strings().backslashesEscape();
    DumpTable table = filled(inserts.table());
    long rows = inserts.rows((_, _) -> {});
    // A run of statements, which may be as many as rows, is remembered as one.
    if (lastInsert == statements - 1 && table == lastFilled) {
      table.extend(in.offset(), rows);
    } else {
      table.add(new Segment(Form.INSERT, List.of(), offset, line, in.offset(), escapes), rows);
    }
    lastInsert = statements;
    lastFilled = table;
  }

  private void set() throws SourceException {
    SqlToken name = sql.next();
    if (name instanceof SqlToken.Word(String setting)) {
      if (!sql.skipWord("to") && !sql.skipSymbol('=')) {
        sql.skipStatement();
        return;
      }
      SqlToken value = sql.next();
      setting(setting, text(value));
      if (value.isSymbol(';')) {
        return;
      }
    }
    sql.skipStatement();
  }

  private static String text(SqlToken value) {
    return switch (value) {
      case SqlToken.Word(String text) -> text;
      case SqlToken.Name(String text) -> text;
      case SqlToken.Text(String text) -> text;
      case SqlToken.Digits _, SqlToken.Symbol _, SqlToken.Command _, SqlToken.End _ -> "";
    };
  }

  private void setting(String name, String value) throws SourceException {
    switch (name) {
      case "client_encoding" -> encoding(value);
      case "standard_conforming_strings" -> tokens.strings().backslashesEscape(value.equals("off"));
      case "search_path" -> sql.schema(value.isEmpty() ? TableName.USUAL_SCHEMA : value);
      default -> {}
    }
  }

  private void encoding(String name) throws SourceException {
    if (!UTF8.contains(name.toLowerCase(Locale.ROOT))) {
      throw in.fault(
          "the dump is in the encoding "
              + name.replaceAll("[^A-Za-z0-9_-]", "?")
              + ", and only UTF8 is read; make it again with pg_dump --encoding=UTF8");
    }
  }

  /// `SELECT pg_catalog.set_config('search_path', …)`, and else the values of sequences.
  private void select() throws SourceException {
    boolean builtIn = sql.skipWord("pg_catalog") && sql.skipSymbol('.');
    if (builtIn && sql.skipWord("setval")) {
      sequences.set(sql);
      return;
    }
    boolean config = builtIn && sql.skipWord("set_config") && sql.skipSymbol('(');
    if (config && sql.next() instanceof SqlToken.Text(String name) && sql.skipSymbol(',')) {
      setting(name, text(sql.next()));
    }
    sql.skipStatement();
  }
}
