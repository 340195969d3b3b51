package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The databases of real servers.
enum FixtureSets {
  V0_27("0.27.1-sqlite", SchemaRelease.V0_27, Engine.SQLITE),
  V0_28("0.28.0-postgres", SchemaRelease.V0_28, Engine.POSTGRES),
  V0_29("0.29.2-sqlite", SchemaRelease.V0_29, Engine.SQLITE),
  V0_29_POSTGRES("0.29.2-postgres", SchemaRelease.V0_29, Engine.POSTGRES),
  V0_30("0.30.0-dev-sqlite", SchemaRelease.V0_30_DEV, Engine.SQLITE);

  final String set;
  final SchemaRelease release;
  final Engine engine;

  FixtureSets(String set, SchemaRelease release, Engine engine) {
    this.set = set;
    this.release = release;
    this.engine = engine;
  }

  MemoryTables tables(Path folder) throws SourceException {
    return switch (engine) {
      case SQLITE ->
          MemoryTables.sqlite(
              Fixtures.copySet(set, folder).resolve("db.sqlite"), folder.resolve("temporary"));
      case POSTGRES -> MemoryTables.dump(Fixtures.text(set, "db.sql"));
    };
  }

  /// Every set with every target.
  static List<Pair> pairs() {
    return Stream.of(values())
        .flatMap(set ->
            Stream.of(SchemaRelease.values())
                .flatMap(release ->
                    Stream.of(Engine.values()).map(engine -> new Pair(set, release, engine))))
        .toList();
  }

  record Pair(FixtureSets set, SchemaRelease release, Engine engine) {}
}
