package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;

import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Journals in files beside the database, readable by their owner alone.
///
/// A journal is called `NAME.applying-MIGRATION` until the database is committed, and
/// `NAME.before-MIGRATION` from then on. What ends in between leaves the former name, and
/// [Journal#tookEffect] tells which side of the moment it was.
final class FileJournals {
  private static final String APPLYING = ".applying-";
  private static final String BEFORE = ".before-";

  private final Path database;

  FileJournals(Path database) {
    this.database = database;
  }

  List<Journal.Header> headers() throws IOException {
    List<Journal.Header> headers = new ArrayList<>();
    for (String kind : List.of(APPLYING, BEFORE)) {
      for (Path file : files(kind)) {
        try (InputStream in = Files.newInputStream(file)) {
          headers.add(JournalCodec.header(in));
        }
      }
    }
    headers.sort(Comparator.comparingInt(Journal.Header::number));
    return List.copyOf(headers);
  }

  private List<Path> files(String kind) throws IOException {
    Path folder = PendingFile.folderOf(database);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file -> String.valueOf(file.getFileName()).startsWith(database.getFileName() + kind))
          .sorted()
          .toList();
    }
  }

  boolean isPending(String migration) {
    return Files.exists(file(APPLYING, migration));
  }

  Journal read(String migration) throws TargetException {
    Path file = file(isPending(migration) ? APPLYING : BEFORE, migration);
    try (InputStream in = Files.newInputStream(file)) {
      return JournalCodec.read(in);
    } catch (IOException e) {
      throw new TargetException(
          FAILED,
          "The journal "
              + file
              + " cannot be read ("
              + e.getMessage()
              + "); without it nothing can be taken back and nothing compared with what was"
              + " applied last: restore it, or delete it to begin anew.",
          e);
    }
  }

  Path file(String migration) {
    return file(BEFORE, migration);
  }

  private Path file(String kind, String migration) {
    return database.resolveSibling(database.getFileName() + kind + migration);
  }

  void writePending(Journal journal) throws IOException {
    PendingFile.removeStale(PendingFile.folderOf(database), database.getFileName() + APPLYING);
    Path file = file(APPLYING, journal.header().migration());
    try (PendingFile pending = PendingFile.write(file, out -> JournalCodec.write(journal, out))) {
      pending.commit();
    }
  }

  void settle(String migration, boolean tookEffect) throws TargetException {
    try {
      if (tookEffect) {
        settle(migration);
      } else {
        remove(migration);
      }
    } catch (IOException e) {
      throw SqliteTrouble.writing(database, e);
    }
  }

  void settle(String migration) throws IOException {
    move(APPLYING, BEFORE, migration);
  }

  void unsettle(String migration) throws IOException {
    move(BEFORE, APPLYING, migration);
  }

  private void move(String from, String to, String migration) throws IOException {
    if (Files.exists(file(from, migration))) {
      Files.move(file(from, migration), file(to, migration), StandardCopyOption.ATOMIC_MOVE);
      PendingFile.syncFolderOf(database);
    }
  }

  void remove(String migration) throws IOException {
    Files.deleteIfExists(file(APPLYING, migration));
    Files.deleteIfExists(file(BEFORE, migration));
  }
}
