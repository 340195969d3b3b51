package dev.wayleave.cli.endpoint;

import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for this user alone that is gone once it is closed.
record PrivateFolder(Path path) implements AutoCloseable {
  /// @param parent where it lies, made if it is not there
  static PrivateFolder in(Path parent) throws SourceException {
    try {
      Files.createDirectories(parent);
      return new PrivateFolder(
          Files.createTempDirectory(
              parent,
              "wayleave-hosted-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    } catch (IOException e) {
      throw new SourceException(
          "No folder for the answers can be made in "
              + parent
              + " ("
              + e.getMessage()
              + "); check that it may be written and has room.",
          e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException ignored) {
      // What was read is read. The folder lies where temporary files lie and is closed to others.
    }
  }
}
