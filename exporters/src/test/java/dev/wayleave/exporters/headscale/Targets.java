package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.headscale.files.HeadscaleFiles;
import dev.wayleave.exporters.headscale.row.InventoryRows;
import dev.wayleave.exporters.headscale.row.RowOptions;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchemas;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.exporters.headscale.store.DatabasePlace;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import dev.wayleave.testkit.database.Database;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/// Targets of 0.29 for tests.
public final class Targets {
  private Targets() {}

  public static HeadscaleTarget sqlite(Path file) {
    return sqlite(file, file.resolveSibling("temporary"));
  }

  static HeadscaleTarget sqlite(Path file, Path temporary) {
    return target(DatabasePlace.sqlite(file, temporary), Engine.SQLITE);
  }

  static HeadscaleTarget postgres(Database database) {
    return postgres(database, port(database));
  }

  /// The database behind another port.
  static HeadscaleTarget postgres(Database database, int port) {
    return postgres(address(database, port), database.password());
  }

  static HeadscaleTarget postgres(PostgresAddress address, String password) {
    return target(
        DatabasePlace.postgres(address, PostgresPassword.of(SecretText.of(password))),
        Engine.POSTGRES);
  }

  public static PostgresAddress address(Database database, int port) {
    return new PostgresAddress(
        "127.0.0.1", port, database.name(), database.user(), "disable", null);
  }

  public static int port(Database database) {
    return URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
  }

  public static HeadscaleFolderTarget folder(Path folder) {
    return folder(folder, folder.resolveSibling("temporary"));
  }

  static HeadscaleFolderTarget folder(Path folder, Path temporary) {
    return new HeadscaleFolderTarget(
        folder,
        new ServerDatabase.Sqlite(),
        options(Engine.SQLITE),
        new FolderOptions(new HeadscaleFiles(), temporary, Map.of()),
        InstantSource.system(),
        new SecureRandom());
  }

  static HeadscaleTarget target(DatabasePlace place, Engine engine) {
    return new HeadscaleTarget(place, options(engine), InstantSource.system(), new SecureRandom());
  }

  static HeadscaleOptions options(Engine engine) {
    return new HeadscaleOptions(
        HeadscaleSchemas.of(SchemaRelease.V0_29, engine),
        new InventoryRows(),
        new RowOptions(null),
        PolicyMeaning.ASK);
  }
}
