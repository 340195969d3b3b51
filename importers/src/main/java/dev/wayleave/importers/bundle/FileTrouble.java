package dev.wayleave.importers.bundle;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Says in one sentence what is wrong with a file and what to do.
public final class FileTrouble {
  private static final String DISK_FULL = "no space left";
  private static final String FILE_LIMIT = "file too large";

  private FileTrouble() {}

  public static String reading(Path file, IOException trouble) {
    if (Files.isDirectory(file)) {
      return file + " is a folder, not a bundle; name the file in it.";
    }
    return switch (trouble) {
      case NoSuchFileException _, FileNotFoundException _ ->
          "There is no file " + file + "; check the path.";
      case AccessDeniedException _ ->
          "The file "
              + file
              + " may not be read; run as the user who owns it, or change its permissions.";
      default -> file + " cannot be read: " + reason(trouble) + "; check the disk it is on.";
    };
  }

  public static String writing(Path file, IOException trouble) {
    Path folder = folderOf(file);
    if (Files.isDirectory(file) || trouble instanceof DirectoryNotEmptyException) {
      return file + " is a folder; name a file in it to write the bundle to.";
    }
    if (!Files.isDirectory(folder)) {
      return "There is no folder " + folder + " to write the bundle into; create it.";
    }
    String reason = reason(trouble);
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains(DISK_FULL) || lower.contains(FILE_LIMIT)) {
      return "The bundle does not fit into "
          + folder
          + " ("
          + reason
          + "); free some space or write it elsewhere. "
          + "What was there before is untouched.";
    }
    if (trouble instanceof AccessDeniedException) {
      return "The folder "
          + folder
          + " may not be written to; run as the user who owns it, or write the bundle elsewhere.";
    }
    return file + " cannot be written: " + reason + "; check the disk it is on.";
  }

  /// The folder that a file is in, also of a path of one name.
  public static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private static String reason(IOException trouble) {
    String reason =
        trouble instanceof FileSystemException system ? system.getReason() : trouble.getMessage();
    return reason == null || reason.isEmpty() ? trouble.getClass().getSimpleName() : reason;
  }
}
