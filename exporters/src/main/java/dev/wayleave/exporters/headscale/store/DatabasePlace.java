package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.importers.headscale.database.HeadscaleDatabase;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.nio.file.Path;

/// Where a Headscale database is, or is to be.
public abstract sealed class DatabasePlace permits SqlitePlace, PostgresPlace {
  /// A file, and what was applied to it in files beside it.
  ///
  /// @param temporary where a private copy may lie while the file is read
  public static DatabasePlace sqlite(Path file, Path temporary) {
    return new SqlitePlace(file, temporary);
  }

  /// A database of a server, and what was applied to it in a schema of its own there.
  public static DatabasePlace postgres(PostgresAddress address, PostgresPassword password) {
    return new PostgresPlace(address, password);
  }

  public abstract Engine engine();

  /// Its name in sentences.
  public abstract String label();

  /// The same place as a source.
  public abstract HeadscaleDatabase source();

  /// Looks at it without changing anything.
  abstract Look look(Progress progress) throws TargetException;

  /// Begins to change single rows, whatever release the database is of; it has to be there.
  public abstract RowSession rows(RowSession.Company company, Progress progress)
      throws TargetException;

  /// Begins to write.
  abstract Session begin(String migration, Progress progress) throws TargetException;
}
