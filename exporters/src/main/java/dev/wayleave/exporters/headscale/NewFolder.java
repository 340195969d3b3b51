package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.file.PendingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder that is filled beside its name and takes it when it is whole.
final class NewFolder implements AutoCloseable {
  private static final String TEMPORARY = ".wayleave-new";

  private final Path name;
  private final Path path;

  private NewFolder(Path name, Path path) {
    this.name = name;
    this.path = path;
  }

  /// Whether nothing has this name but at most an empty folder.
  static boolean isFree(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Files.notExists(folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /// Makes it, after clearing away what a run that was killed left half-written.
  static NewFolder beside(Path name, String migration) throws IOException {
    Path parent = PendingFile.folderOf(name);
    String prefix = "." + name.getFileName() + ".";
    try (Stream<Path> files = Files.list(parent)) {
      for (Path file : files.toList()) {
        String other = String.valueOf(file.getFileName());
        if (other.startsWith(prefix) && other.endsWith(TEMPORARY)) {
          delete(file);
        }
      }
    }
    Path path = parent.resolve(prefix + migration + TEMPORARY);
    return new NewFolder(name, Files.createDirectory(path, FolderWriter.FOLDER_MODE));
  }

  Path path() {
    return path;
  }

  void takeName() throws IOException {
    Files.move(path, name, StandardCopyOption.ATOMIC_MOVE);
    PendingFile.syncFolderOf(name);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(path)) {
      delete(path);
    }
  }
}
