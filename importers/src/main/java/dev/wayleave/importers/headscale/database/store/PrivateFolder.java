package dev.wayleave.importers.headscale.database.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/// A folder that only its owner may enter and that is gone when it is closed.
///
/// A copy of a database holds keys and hashes, so its files are made with mode 0600 from the start.
final class PrivateFolder implements AutoCloseable {
  private static final FileAttribute<?> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;

  private PrivateFolder(Path path) {
    this.path = path;
  }

  static PrivateFolder in(Path parent) throws IOException {
    Files.createDirectories(parent);
    return new PrivateFolder(Files.createTempDirectory(parent, "wayleave-read-", FOLDER_MODE));
  }

  /// Makes an empty file.
  Path file(String name) throws IOException {
    return Files.createFile(path.resolve(name), FILE_MODE);
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /// Deletes the files, and keeps the folder for another attempt.
  void empty() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    try {
      empty();
      Files.delete(path);
    } catch (IOException ignored) {
      // What was read is read. The folder lies where temporary files lie and is closed to others.
    }
  }
}
