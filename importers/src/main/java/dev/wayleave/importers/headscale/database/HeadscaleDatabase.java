package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.importers.headscale.database.store.PostgresStore;
import dev.wayleave.importers.headscale.database.store.SqliteStore;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.file.Path;

/// A database that Headscale keeps its tailnet in. It may be in use: it is read in one consistent
/// state and not changed.
public sealed interface HeadscaleDatabase {
  DatabaseReading read(Progress progress) throws SourceException;

  /// An SQLite file.
  ///
  /// @param temporary where a private copy may lie while it is read
  record SqliteFile(Path file, Path temporary) implements HeadscaleDatabase {
    @Override
    public DatabaseReading read(Progress progress) throws SourceException {
      try (Tables tables = SqliteStore.open(file, temporary, progress)) {
        return DatabaseReader.read(tables, file.toString(), new Findings(), progress);
      }
    }
  }

  /// A PostgreSQL database.
  record PostgresDatabase(PostgresAddress address, PostgresPassword password)
      implements HeadscaleDatabase {
    @Override
    public DatabaseReading read(Progress progress) throws SourceException {
      Findings findings = new Findings();
      if (password.ignoredFile() != null) {
        findings.add(
            Finding.info(
                "PGPASS_IGNORED",
                "file " + password.ignoredFile(),
                "The password file was not read: " + password.ignoredWhy() + ".",
                "Give it mode 0600 if its password is needed."));
      }
      try (Tables tables = PostgresStore.open(address, password)) {
        return DatabaseReader.read(tables, address.label(), findings, progress);
      }
    }
  }
}
