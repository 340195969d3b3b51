package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.importers.headscale.database.dump.DumpTable.Segment;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The tables of a dump, under the names by which Headscale finds them.
final class DumpTables implements Tables {
  private static final String ID = "id";

  private final DumpInput in;
  private final DumpSequences sequences;
  private final DumpComments comments;
  private final Map<String, DumpTable> byName;
  private final List<Table> tables;

  private DumpTables(DumpInput in, DumpScan.Result scan, Map<String, DumpTable> byName) {
    this.in = in;
    this.sequences = scan.sequences();
    this.comments = scan.comments();
    this.byName = byName;
    this.tables = byName.values().stream().map(DumpTable::table).toList();
  }

  static DumpTables of(DumpInput in, DumpScan.Result found) throws SourceException {
    Map<String, DumpTable> byName = new TreeMap<>();
    for (DumpTable table : found.tables()) {
      DumpTable other = byName.putIfAbsent(table.name().name(), table);
      if (other == null || isUsual(other)) {
        continue;
      }
      if (!isUsual(table)) {
        throw new SourceException(
            in.file()
                + " holds the table "
                + table.name().name()
                + " in the schemas "
                + other.name().schema()
                + " and "
                + table.name().schema()
                + "; dump the one that Headscale uses with pg_dump --schema=NAME");
      }
      byName.put(table.name().name(), table);
    }
    return new DumpTables(in, found, byName);
  }

  private static boolean isUsual(DumpTable table) {
    return table.name().schema().equals(TableName.USUAL_SCHEMA);
  }

  @Override
  public String kind() {
    return "postgresql";
  }

  @Override
  public List<Table> all() {
    return tables;
  }

  @Override
  public long count(Table table) {
    return found(table).rows();
  }

  @Override
  public Map<String, Long> counters() {
    Map<String, Long> counters = new TreeMap<>();
    byName.forEach(
        (name, table) -> sequences.last(table.name()).ifPresent(last -> counters.put(name, last)));
    return counters;
  }

  private DumpTable found(Table table) {
    DumpTable found = byName.get(table.name());
    if (found == null) {
      throw new IllegalArgumentException("no table of this dump: " + table.name());
    }
    return found;
  }

  @Override
  public void read(Table table, RowSink sink) throws SourceException {
    DumpTable found = found(table);
    if (found.columns().isEmpty()) {
      return;
    }
    requireData(found);
    // They end up in memory anyway, as entities; here they wait to be put in the order of a query.
    List<RawRow> rows = new ArrayList<>();
    RowShape shape = new RowShape(in, found, table.columnNames());
    for (Segment segment : found.segments()) {
      in.seek(segment.offset(), segment.line());
      switch (segment.form()) {
        case COPY -> copied(segment, shape, rows);
        case INSERT -> inserted(segment, shape, rows);
      }
    }
    if (table.has(ID)) {
      rows.sort(Comparator.comparing(DumpTables::id, DumpTables::compare));
    }
    for (RawRow row : rows) {
      sink.row(row);
    }
  }

  private void requireData(DumpTable table) throws SourceException {
    boolean missing = table.segments().isEmpty() && !comments.holdsDataOf(table.name());
    if (missing && !table.partitioned()) {
      throw new SourceException(
          in.file()
              + " makes the table "
              + table.name()
              + " without its data; dump it again, without --schema-only and"
              + " --exclude-table-data");
    }
  }

  private void copied(Segment segment, RowShape shape, List<RawRow> rows) throws SourceException {
    CopyRows lines = new CopyRows(in);
    int[] order = shape.order(segment.columns());
    List<@Nullable String> values = lines.next();
    while (values != null) {
      rows.add(shape.row(order, values));
      lines.end();
      values = lines.next();
    }
  }

  private void inserted(Segment segment, RowShape shape, List<RawRow> rows) throws SourceException {
    SqlTokens tokens = new SqlTokens(in, _ -> {});
    tokens.strings().backslashesEscape(segment.escapes());
    SqlReader sql = new SqlReader(in, tokens);
    InsertRows inserts = new InsertRows(sql, in);
    while (in.offset() < segment.end()) {
      sql.expectWord("insert");
      inserts.table();
      inserts.rows((columns, values) -> rows.add(shape.row(shape.order(columns), values)));
    }
  }

  private static RawValue id(RawRow row) {
    RawValue id = row.get(ID);
    if (id == null) {
      throw new AssertionError("asked only of tables that have the column");
    }
    return id;
  }

  /// As PostgreSQL orders a column: numbers by value, texts by their bytes, NULL last.
  private static int compare(RawValue one, RawValue other) {
    if (one instanceof RawValue.Int(long a) && other instanceof RawValue.Int(long b)) {
      return Long.compare(a, b);
    }
    if (one instanceof RawValue.Text(String a) && other instanceof RawValue.Text(String b)) {
      return a.compareTo(b);
    }
    return Boolean.compare(one instanceof RawValue.Null, other instanceof RawValue.Null);
  }

  @Override
  public void close() {
    in.close();
  }
}
