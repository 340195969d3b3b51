package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.importers.headscale.database.DatabaseReading;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.importers.headscale.database.PolicyImport;
import dev.wayleave.importers.headscale.database.TablesReader;
import dev.wayleave.importers.headscale.database.store.SqliteStore;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rows of a database in memory, read like one.
final class MemoryTables implements Tables {
  private final String kind;
  private final Map<String, List<RawRow>> rows = new LinkedHashMap<>();
  private final Map<String, List<String>> columns = new LinkedHashMap<>();

  private MemoryTables(String kind) {
    this.kind = kind;
  }

  static MemoryTables of(HeadscaleSchema schema, Rendering rendering) {
    MemoryTables made = new MemoryTables(schema.engine().label());
    schema
        .tables()
        .forEach(table -> {
          made.columns.put(
              table.name(), table.columns().stream().map(column -> column.name()).toList());
          rendering.rows().each(table, made::add);
        });
    schema.bookkeeping(Instant.parse("2026-11-22T18:00:00Z")).forEach(made::add);
    return made;
  }

  static MemoryTables sqlite(Path file, Path temporary) throws SourceException {
    MemoryTables made = new MemoryTables("sqlite");
    try (Tables tables = SqliteStore.open(file, temporary, Progress.SILENT)) {
      for (Table table : tables.all()) {
        made.columns.put(table.name(), table.columnNames());
        tables.read(table, made::add);
      }
    }
    return made;
  }

  /// The data of a plain `pg_dump`, whose texts are those that the server prints.
  static MemoryTables dump(String sql) {
    MemoryTables made = new MemoryTables("postgresql");
    List<String> names = List.of();
    String table = "";
    for (String line : sql.lines().toList()) {
      if (line.startsWith("COPY public.")) {
        table = line.substring("COPY public.".length(), line.indexOf(" ("));
        names = List.of(line.substring(line.indexOf('(') + 1, line.indexOf(')')).split(", "));
        made.columns.put(table, names);
      } else if (line.equals("\\.")) {
        table = "";
      } else if (!table.isEmpty()) {
        made.add(new RawRow(table, names, cells(names, line.split("\t", -1))));
      }
    }
    made.rows.values().forEach(list -> list.sort(MemoryTables::compare));
    return made;
  }

  private static int compare(RawRow a, RawRow b) {
    return a.get("id") instanceof RawValue.Int(long first)
            && b.get("id") instanceof RawValue.Int(long second)
        ? Long.compare(first, second)
        : 0;
  }

  private static List<RawValue> cells(List<String> names, String[] texts) {
    List<RawValue> cells = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      String text = texts[i];
      String name = names.get(i);
      boolean number = name.matches("id|user_id|auth_key_id") && text.matches("\\d+");
      if (text.equals("\\N")) {
        cells.add(new RawValue.Null());
      } else if (number) {
        cells.add(new RawValue.Int(Long.parseLong(text)));
      } else if (text.startsWith("\\\\x")) {
        byte[] bytes = HexFormat.of().parseHex(text.substring(3));
        cells.add(new RawValue.Blob(Base64.getEncoder().encodeToString(bytes)));
      } else {
        cells.add(new RawValue.Text(text.translateEscapes()));
      }
    }
    return cells;
  }

  void add(RawRow row) {
    columns.putIfAbsent(row.table(), row.names());
    rows.computeIfAbsent(row.table(), _ -> new ArrayList<>()).add(row);
  }

  List<RawRow> rows(String table) {
    return rows.getOrDefault(table, List.of());
  }

  DatabaseReading read() throws SourceException {
    return TablesReader.read(this, "memory");
  }

  /// What they hold, with the newest policy in force.
  Inventory inventory() throws SourceException {
    DatabaseReading reading = read();
    Inventory.Builder inventory =
        Inventory.builder(
            new SourceInfo(DatabaseSource.KIND, reading.release(), reading.database()));
    reading.addTo(inventory);
    reading.policiesInUse().forEach(inventory::add);
    return inventory.build();
  }

  /// The same with the policy translated and with the tags that it lets nodes have, as every
  /// migration reads it.
  Inventory migrated() throws SourceException {
    DatabaseReading reading = read();
    Inventory.Builder inventory =
        Inventory.builder(
            new SourceInfo(DatabaseSource.KIND, reading.release(), reading.database()));
    reading.addTo(inventory);
    PolicyImport.Result policies =
        new PolicyImport(inventory.build(), reading.release(), true, PolicyMeaning.ASK)
            .translate(reading.policiesInUse(), null);
    policies.versions().forEach(inventory::add);
    policies.tags().applyTo(inventory, new ArrayList<>());
    return inventory.build();
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public List<Table> all() {
    return columns.entrySet().stream()
        .map(entry ->
            new Table(
                entry.getKey(),
                entry.getValue().stream()
                    .map(name -> new Table.Column(name, false, false))
                    .toList()))
        .toList();
  }

  @Override
  public long count(Table table) {
    return rows(table.name()).size();
  }

  @Override
  public void read(Table table, RowSink sink) throws SourceException {
    for (RawRow row : rows(table.name())) {
      sink.row(row);
    }
  }

  @Override
  public void close() {}
}
