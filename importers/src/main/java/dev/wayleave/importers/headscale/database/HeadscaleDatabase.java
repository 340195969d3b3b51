package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.dump.PgDumpFile;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.importers.headscale.database.store.PostgresStore;
import dev.wayleave.importers.headscale.database.store.SqliteStore;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.file.Path;
import java.util.Optional;

/// A database that Headscale keeps its tailnet in. It may be in use: it is read in one consistent
/// state and not changed.
public sealed interface HeadscaleDatabase {
  DatabaseReading read(Progress progress) throws SourceException;

  /// Opens its tables, in one state.
  Tables open(Progress progress) throws SourceException;

  /// Reads tables that are already open, as their transaction sees them.
  ///
  /// @param where the database's name for sentences
  static DatabaseReading read(Tables tables, String where, Progress progress)
      throws SourceException {
    return DatabaseReader.read(tables, where, new Findings(), progress);
  }

  /// The release that wrote it, for example `0.29.2` or `0.24.3 to 0.25.1`; empty where no table of
  /// Headscale's is in it.
  default Optional<String> release(Progress progress) throws SourceException {
    try (Tables tables = open(progress)) {
      return DatabaseReader.release(tables);
    }
  }

  /// An SQLite file.
  ///
  /// @param temporary where a private copy may lie while it is read
  record SqliteFile(Path file, Path temporary) implements HeadscaleDatabase {
    @Override
    public DatabaseReading read(Progress progress) throws SourceException {
      try (Tables tables = open(progress)) {
        return DatabaseReader.read(tables, file.toString(), new Findings(), progress);
      }
    }

    @Override
    public Tables open(Progress progress) throws SourceException {
      return SqliteStore.open(file, temporary, progress);
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
      try (Tables tables = open(progress)) {
        return DatabaseReader.read(tables, address.label(), findings, progress);
      }
    }

    @Override
    public Tables open(Progress progress) throws SourceException {
      return PostgresStore.open(address, password);
    }
  }

  /// A PostgreSQL database as `pg_dump` wrote it in plain form.
  record DumpFile(Path file) implements HeadscaleDatabase {
    @Override
    public DatabaseReading read(Progress progress) throws SourceException {
      try (Tables tables = open(progress)) {
        return DatabaseReader.read(tables, file.toString(), new Findings(), progress);
      }
    }

    @Override
    public Tables open(Progress progress) throws SourceException {
      return PgDumpFile.open(file, progress);
    }
  }
}
