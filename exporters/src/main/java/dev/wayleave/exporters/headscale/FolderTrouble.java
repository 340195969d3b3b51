package dev.wayleave.exporters.headscale;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What trouble with a server's folder means to the person who asked for it.
final class FolderTrouble {
  private FolderTrouble() {}

  static TargetException reading(Path folder, IOException cause) {
    return new TargetException(
        UNAVAILABLE,
        "The files in "
            + folder
            + " cannot be read ("
            + reason(cause)
            + "); run this as the user who owns them.",
        cause);
  }

  static TargetException writing(Path folder, IOException cause) {
    Path parent = PendingFile.folderOf(folder);
    if (!Files.isDirectory(parent)) {
      return new TargetException(
          UNAVAILABLE, "There is no folder " + parent + " to write into; create it.", cause);
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      return new TargetException(
          UNAVAILABLE, folder + " is a file; name a folder for the server.", cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new TargetException(
          UNAVAILABLE,
          folder
              + " may not be written by this user; run this as the user who owns it, or write into"
              + " another folder.",
          cause);
    }
    if (!Files.isWritable(Files.isDirectory(folder) ? folder : parent)) {
      return new TargetException(
          UNAVAILABLE,
          folder
              + " cannot be written ("
              + reason(cause)
              + "); make it writable, or write into another folder.",
          cause);
    }
    return new TargetException(
        FAILED,
        "The server does not fit into "
            + folder
            + " ("
            + reason(cause)
            + "); free some space, and apply again to complete it.",
        cause);
  }

  private static String reason(IOException cause) {
    String reason =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    return reason == null || reason.isEmpty() ? cause.getClass().getSimpleName() : reason;
  }
}
