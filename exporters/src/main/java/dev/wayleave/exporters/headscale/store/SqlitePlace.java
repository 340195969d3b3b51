package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.importers.bundle.FileTrouble;
import dev.wayleave.importers.headscale.database.HeadscaleDatabase;
import dev.wayleave.importers.headscale.database.store.SqliteStore;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An SQLite file.
final class SqlitePlace extends DatabasePlace {
  private final Path file;
  private final Path temporary;

  SqlitePlace(Path file, Path temporary) {
    this.file = file;
    this.temporary = temporary;
  }

  @Override
  public Engine engine() {
    return Engine.SQLITE;
  }

  @Override
  public String label() {
    return file.toString();
  }

  @Override
  public HeadscaleDatabase source() {
    return new HeadscaleDatabase.SqliteFile(file, temporary);
  }

  @Override
  Look look(Progress progress) throws TargetException {
    try {
      Path place = place();
      FileJournals journals = new FileJournals(place);
      Tables tables = isNothing(place) ? null : SqliteStore.open(place, temporary, progress);
      return new Copy(tables, journals, journals.headers());
    } catch (SourceException e) {
      throw new TargetException(UNAVAILABLE, e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new TargetException(UNAVAILABLE, FileTrouble.reading(file, e), e);
    }
  }

  @Override
  Session begin(String migration, Progress progress) throws TargetException {
    try {
      Path place = place();
      return Files.exists(place)
          ? SqliteSession.inPlace(place, RowSession.Company.NONE, progress)
          : SqliteSession.beside(place, migration, progress);
    } catch (IOException e) {
      throw SqliteTrouble.writing(file, e);
    }
  }

  @Override
  public RowSession rows(RowSession.Company company, Progress progress) throws TargetException {
    try {
      Path place = place();
      return new SqliteRows(SqliteSession.inPlace(place, company, progress), place);
    } catch (IOException e) {
      throw SqliteTrouble.writing(file, e);
    }
  }

  /// The file itself where the name is a symbolic link; a link stays one.
  private Path place() throws IOException {
    return Files.isSymbolicLink(file) ? file.toRealPath() : file;
  }

  static boolean isNothing(Path place) throws IOException {
    return Files.notExists(place) || (Files.isRegularFile(place) && Files.size(place) == 0);
  }

  private record Copy(@Nullable Tables found, FileJournals files, List<Journal.Header> journals)
      implements FileLook {
    @Override
    public Optional<Tables> tables() {
      return Optional.ofNullable(found);
    }

    @Override
    public void close() {
      if (found != null) {
        found.close();
      }
    }
  }
}
