package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.file.PendingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// Takes the files of a migration back.
record FolderRollback(Path folder, FolderJournal journal) {
  /// The edits that would be lost.
  List<String> losses() throws IOException {
    List<String> losses = new ArrayList<>();
    for (FolderJournal later : FolderJournal.all(folder)) {
      if (later.number() > journal.number() && !later.changes().isEmpty()) {
        losses.add(
            "The migration "
                + later.migration()
                + " was applied after it; take that one back first.");
      }
    }
    for (FolderJournal.Change change : journal.changes()) {
      Path place = FolderPlan.place(folder, change.path());
      if (Files.notExists(place)) {
        if (change.before() != null) {
          losses.add("The file " + place + " was deleted since.");
        }
      } else {
        String there = PendingFile.sha256Of(place);
        // A rollback that was cut off has restored some already.
        if (!there.equals(change.afterSha256()) && !there.equals(change.beforeSha256())) {
          losses.add("The file " + place + " was changed since.");
        }
      }
    }
    return losses;
  }

  void run() throws IOException {
    for (FolderJournal.Change change : journal.changes()) {
      Path place = FolderPlan.place(folder, change.path());
      String before = change.before();
      if (before == null) {
        Files.deleteIfExists(place);
        removeIfEmpty(PendingFile.folderOf(place));
      } else if (!PendingFile.sha256Of(place).equals(change.beforeSha256())) {
        byte[] bytes = Base64.getDecoder().decode(before);
        var mode = Files.getPosixFilePermissions(place);
        try (PendingFile file = PendingFile.write(place, out -> out.write(bytes))) {
          file.commit();
        }
        Files.setPosixFilePermissions(place, mode);
      }
    }
    journal.remove(folder);
    removeIfEmpty(folder);
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      boolean empty;
      try (Stream<Path> files = Files.list(folder)) {
        empty = files.findAny().isEmpty();
      }
      if (empty) {
        Files.delete(folder);
      }
    }
  }
}
