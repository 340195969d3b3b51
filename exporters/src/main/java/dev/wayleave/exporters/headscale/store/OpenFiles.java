package dev.wayleave.exporters.headscale.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds out who has a file open, by what Linux tells of every process in `/proc`.
///
/// Of other users' processes only root is told; their names it tells nobody else either, so that
/// where nothing is found somebody may still hold it.
final class OpenFiles {
  private static final Path PROCESSES = Path.of("/proc");

  private OpenFiles() {}

  /// Another process that has the file open, as its name and number.
  static Optional<String> holder(Path file) {
    String own = Long.toString(ProcessHandle.current().pid());
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(PROCESSES, entry -> isOther(entry, own))) {
      for (Path process : processes) {
        if (holds(process, file)) {
          return Optional.of(name(process) + ", process " + process.getFileName());
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Without /proc, as on another system, nobody can be found.
    }
    return Optional.empty();
  }

  private static boolean isOther(Path entry, String own) {
    String name = String.valueOf(entry.getFileName());
    return !name.equals(own) && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean holds(Path process, Path file) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path link : open) {
        // In a container the way to it may be another; the name is the same, and the file itself.
        if (Files.readSymbolicLink(link).endsWith(file.getFileName())
            && Files.isSameFile(link, file)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended meanwhile, or belongs to somebody else.
    }
    return false;
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
