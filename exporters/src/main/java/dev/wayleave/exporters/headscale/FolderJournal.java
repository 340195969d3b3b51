package dev.wayleave.exporters.headscale;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.exporters.file.PendingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one migration did to the files of a server's folder, in a file of that folder that only its
/// owner may read, for it holds the former keys.
///
/// It is called `wayleave-files.applying-MIGRATION` until all files have their names, and
/// `wayleave-files.before-MIGRATION` from then on.
///
/// @param number counts the journals of one folder
/// @param changes the files that it wrote
/// @param applied the SHA-256 of every file that it would have there, by its path
record FolderJournal(
    String migration, int number, List<Change> changes, Map<String, String> applied) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NAME = "wayleave-files";
  private static final String APPLYING = NAME + ".applying-";
  private static final String BEFORE = NAME + ".before-";

  FolderJournal {
    changes = List.copyOf(changes);
    applied = new TreeMap<>(applied);
  }

  /// A file that was written.
  ///
  /// @param path relative to the folder
  /// @param before its former bytes as base64, or null where there was no file
  /// @param beforeSha256 of these; empty where there was no file
  /// @param afterSha256 of what was written
  record Change(String path, @Nullable String before, String beforeSha256, String afterSha256) {}

  static List<FolderJournal> all(Path folder) throws IOException {
    List<FolderJournal> journals = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return journals;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(APPLYING) || name.startsWith(BEFORE)) {
          journals.add(JSON.readValue(Files.readAllBytes(file), FolderJournal.class));
        }
      }
    }
    journals.sort(Comparator.comparingInt(FolderJournal::number));
    return journals;
  }

  /// Those of runs that something ended before all files had their names.
  static List<FolderJournal> pending(Path folder) throws IOException {
    return all(folder).stream()
        .filter(journal -> Files.exists(folder.resolve(APPLYING + journal.migration())))
        .toList();
  }

  static Optional<FolderJournal> find(Path folder, String migration) throws IOException {
    return all(folder).stream()
        .filter(journal -> journal.migration().equals(migration))
        .findFirst();
  }

  void writePending(Path folder) throws IOException {
    PendingFile.removeStale(folder, NAME);
    try (PendingFile file =
        PendingFile.write(folder.resolve(APPLYING + migration), out -> out.write(bytes()))) {
      file.commit();
    }
  }

  private byte[] bytes() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  void settle(Path folder) throws IOException {
    Path done = folder.resolve(BEFORE + migration);
    Files.move(folder.resolve(APPLYING + migration), done, StandardCopyOption.ATOMIC_MOVE);
    PendingFile.syncFolderOf(done);
  }

  void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(APPLYING + migration));
    Files.deleteIfExists(folder.resolve(BEFORE + migration));
  }
}
