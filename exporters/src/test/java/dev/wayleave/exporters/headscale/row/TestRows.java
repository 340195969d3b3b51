package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchemas;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A database of one release whose rows a test writes one by one.
final class TestRows {
  static final String TIME = "2026-01-02 03:04:05.123456789+00:00";
  static final String BCRYPT = "$2a$10$" + "a".repeat(53);

  private final HeadscaleSchema schema;
  private final Map<String, List<RawRow>> rows = new HashMap<>();

  TestRows(SchemaRelease release, Engine engine) {
    schema = HeadscaleSchemas.of(release, engine);
  }

  /// With user 1, alice, and user 2, bob.
  static TestRows withUsers(SchemaRelease release, Engine engine) {
    return new TestRows(release, engine)
        .add("users", "id", 1, "name", "alice", "email", "alice@example.com", "created_at", TIME)
        .add("users", "id", 2, "name", "bob", "created_at", TIME);
  }

  /// Adds a row; columns that are not named are NULL.
  TestRows add(String table, @Nullable Object... namesAndValues) {
    Map<String, RawValue> given = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(String.valueOf(namesAndValues[i]), value(namesAndValues[i + 1]));
    }
    List<String> names = new ArrayList<>(names(table));
    given.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    List<RawValue> values =
        names.stream().map(name -> given.getOrDefault(name, new RawValue.Null())).toList();
    rows.computeIfAbsent(table, _ -> new ArrayList<>()).add(new RawRow(table, names, values));
    return this;
  }

  /// Adds a node of user 1; what is given goes before.
  TestRows node(int id, @Nullable Object... namesAndValues) {
    List<@Nullable Object> all = new ArrayList<>();
    String digits = String.format("%064x", id + 0x1000);
    all.addAll(
        List.<Object>of(
            "id", id, "machine_key", "mkey:" + digits, "node_key", "nodekey:" + digits));
    all.addAll(List.of("disco_key", "discokey:" + digits, "ipv4", "100.64.0." + id));
    all.addAll(List.of("hostname", "host-" + id, "given_name", "host-" + id, "user_id", 1));
    all.addAll(List.of("created_at", TIME, "updated_at", TIME, "register_method", "cli"));
    all.addAll(Arrays.asList(namesAndValues));
    return add("nodes", all.toArray());
  }

  private List<String> names(String table) {
    return schema.tables().stream()
        .filter(shape -> shape.name().equals(table))
        .findFirst()
        .map(shape -> shape.columns().stream().map(column -> column.name()).toList())
        .orElse(List.of());
  }

  static RawValue value(@Nullable Object value) {
    return switch (value) {
      case null -> new RawValue.Null();
      case Integer number -> new RawValue.Int(number);
      case byte[] bytes -> new RawValue.Blob(Base64.getEncoder().encodeToString(bytes));
      case RawValue raw -> raw;
      default -> new RawValue.Text(value.toString());
    };
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  MemoryTables tables() {
    MemoryTables tables = MemoryTables.of(schema, new Rendering(new Nothing(), List.of()));
    rows.values().forEach(list -> list.forEach(tables::add));
    schema.bookkeeping(Instant.EPOCH).stream()
        .filter(row -> tables.rows(row.table()).isEmpty())
        .forEach(tables::add);
    return tables;
  }

  Inventory inventory() throws SourceException {
    return tables().inventory();
  }

  /// Writes what is here for a target.
  Made to(SchemaRelease release, Engine engine) throws SourceException {
    return Made.of(inventory(), release, engine, new RowOptions(null));
  }

  /// Writes it for its own release and engine.
  Made back() throws SourceException {
    return to(schema.release(), schema.engine());
  }

  private record Nothing() implements DatabaseRows {
    @Override
    public long count(TableShape table) {
      return 0;
    }

    @Override
    public void each(TableShape table, Consumer<RawRow> sink) {}
  }

  /// What was written.
  record Made(MemoryTables tables, List<Finding> findings) {
    static Made of(Inventory inventory, SchemaRelease release, Engine engine, RowOptions options) {
      HeadscaleSchema schema = HeadscaleSchemas.of(release, engine);
      Rendering rendering = new InventoryRows().render(inventory, schema, options);
      return new Made(MemoryTables.of(schema, rendering), rendering.findings());
    }

    RawValue cell(String table, int id, String column) {
      RawRow row =
          tables.rows(table).stream()
              .filter(r -> value(id).equals(r.get("id")))
              .findFirst()
              .orElseThrow(() -> new AssertionError("there is no row " + id + " of " + table));
      RawValue value = row.get(column);
      if (value == null) {
        throw new AssertionError("there is no column " + column);
      }
      return value;
    }

    List<String> codes() {
      return findings.stream()
          .map(finding -> finding.level() + " " + finding.code())
          .distinct()
          .sorted()
          .toList();
    }

    Inventory again() throws SourceException {
      return tables.inventory();
    }
  }
}
