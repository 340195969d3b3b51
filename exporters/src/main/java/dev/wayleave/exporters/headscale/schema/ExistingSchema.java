package dev.wayleave.exporters.headscale.schema;

import dev.wayleave.tailnet.inventory.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The schema of a database that exists already, and how it differs from that of a release.
///
/// Databases that a release took over from earlier ones differ from those that it made: in the
/// order of columns, in the names of constraints and sequences, in tables of a replicator beside
/// them. None of that keeps anyone from writing and is no difference here.
public final class ExistingSchema {
  /// Tables of a replicator, which Headscale tolerates.
  private static final Set<String> TOLERATED = Set.of("_litestream_seq", "_litestream_lock");

  private static final String MIGRATIONS = "migrations";
  private static final String VERSIONS = Tables.DATABASE_VERSIONS.name();

  private final Engine engine;
  private final Map<String, ExistingTable> tables;
  private final Map<String, String> besideTables;
  private final Set<String> migrations;

  private ExistingSchema(
      Engine engine,
      Map<String, ExistingTable> tables,
      Map<String, String> besideTables,
      Set<String> migrations) {
    this.engine = engine;
    this.tables = tables;
    this.besideTables = besideTables;
    this.migrations = migrations;
  }

  /// Reads what the connection sees in its present transaction.
  public static ExistingSchema read(Connection connection, Engine engine) throws SQLException {
    Map<String, ExistingTable> tables = ExistingTables.read(connection, engine);
    ExistingTable recorded = tables.get(MIGRATIONS);
    boolean readable = recorded != null && recorded.column("id").isPresent();
    return new ExistingSchema(
        engine,
        tables,
        engine == Engine.SQLITE ? ExistingTables.besideTables(connection) : Map.of(),
        readable ? ExistingTables.migrations(connection) : Set.of());
  }

  /// Whether there is no table yet whose name the schema takes, so that all of it can be created.
  public boolean hasNothingOf(HeadscaleSchema wanted) {
    return names(wanted).stream().noneMatch(tables::containsKey);
  }

  /// Why rows of this schema cannot be written into the database, or why the release would not work
  /// with it afterwards, or would change it before; empty where it has the shape of the release.
  public List<Finding> differences(HeadscaleSchema wanted) {
    List<Finding> differences = new ArrayList<>();
    SchemaDrift drift = new SchemaDrift(wanted.release(), differences);
    for (TableShape table : wanted.tables()) {
      ExistingTable existing = tables.get(table.name());
      if (existing == null) {
        drift.missing(table.name());
      } else {
        drift.columns(table, existing, engine, comparesEverything(wanted.release()));
      }
    }
    if (comparesEverything(wanted.release())) {
      strangers(wanted, drift);
    }
    if (names(wanted).contains(VERSIONS) && !tables.containsKey(VERSIONS)) {
      drift.missing(VERSIONS);
    }
    drift.migrations(migrations);
    return List.copyOf(differences);
  }

  /// Whether the release compares everything in the database with its own schema at each start.
  private boolean comparesEverything(SchemaRelease release) {
    return engine == Engine.SQLITE && release.atLeast(SchemaRelease.V0_27);
  }

  private void strangers(HeadscaleSchema wanted, SchemaDrift drift) {
    Set<String> known = names(wanted);
    tables.keySet().stream()
        .filter(name -> !known.contains(name) && !TOLERATED.contains(name))
        .forEach(name -> drift.foreign("table", name));
    Set<String> indexes = new TreeSet<>();
    for (TableDesign table : Tables.of(wanted.release())) {
      for (TableDesign.Index index : table.indexesOf(wanted.release())) {
        indexes.add(index.name());
        if (tables.containsKey(table.name()) && !besideTables.containsKey(index.name())) {
          drift.missingIndex(index.name());
        }
      }
    }
    besideTables.forEach((name, kind) -> {
      if (!indexes.contains(name)) {
        drift.foreign(kind, name);
      }
    });
  }

  private static Set<String> names(HeadscaleSchema wanted) {
    Set<String> names = new TreeSet<>(Set.of(MIGRATIONS));
    wanted.tables().forEach(table -> names.add(table.name()));
    if (Tables.DATABASE_VERSIONS.releases().include(wanted.release())) {
      names.add(VERSIONS);
    }
    return names;
  }
}
