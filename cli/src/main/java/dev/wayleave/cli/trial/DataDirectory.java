package dev.wayleave.cli.trial;

import dev.wayleave.cli.endpoint.CoordinatorFinder;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder in which a coordinator keeps all it has.
public final class DataDirectory {
  private static final long LARGE_LOG = 10L << 20;

  private final Path path;
  private final boolean isNew;

  private DataDirectory(Path path) {
    this.path = path;
    this.isNew = !Files.exists(keyFile());
  }

  /// Takes a folder, which is made if it is not there, for its owner alone.
  public static DataDirectory open(Path path) throws CommandException {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
      }
      return new DataDirectory(path);
    } catch (IOException e) {
      throw new CommandException(
          "the data directory %s cannot be made; give another with --data.".formatted(path), e);
    }
  }

  public Path path() {
    return path;
  }

  /// Whether no coordinator had started here when it was opened.
  public boolean isNew() {
    return isNew;
  }

  public Path keyFile() {
    return path.resolve(CoordinatorFinder.KEY_FILE);
  }

  public String adminKey() throws CommandException {
    try {
      return Files.readString(keyFile(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new CommandException("the key file %s cannot be read.".formatted(keyFile()), e);
    }
  }

  public Path log() {
    return path.resolve("coordinator.log");
  }

  /// The log, to be appended to; one that has grown large is put aside first.
  public Path logToAppend() throws CommandException {
    try {
      if (Files.exists(log()) && Files.size(log()) > LARGE_LOG) {
        Files.move(log(), path.resolve("coordinator.log.1"), StandardCopyOption.REPLACE_EXISTING);
      }
      return log();
    } catch (IOException e) {
      throw new CommandException("the data directory %s cannot be written to.".formatted(path), e);
    }
  }
}
