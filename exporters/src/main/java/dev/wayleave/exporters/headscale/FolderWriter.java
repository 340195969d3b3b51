package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.exporters.headscale.files.ServerFile;
import dev.wayleave.tailnet.inventory.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts the files of a server into its folder: all of them whole on the disk before the first takes
/// its name.
final class FolderWriter implements AutoCloseable {
  static final FileAttribute<?> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final FolderJournal journal;
  private final List<Staged> files = new ArrayList<>();
  private boolean done;
  private boolean started;

  private record Staged(PendingFile pending, ServerFile file, Path place) {}

  private FolderWriter(Path folder, FolderJournal journal) {
    this.folder = folder;
    this.journal = journal;
  }

  /// Writes everything beside its name.
  ///
  /// @param folder where they go, which may be another than the plan's where that is not there yet
  static FolderWriter stage(Path folder, FolderPlan plan, String migration, Progress progress)
      throws IOException {
    List<FolderJournal> cutOff = FolderJournal.pending(folder);
    Map<String, FolderJournal.Change> changes = named(folder, cutOff);
    for (Map.Entry<ServerFile, String> write : plan.writes().entrySet()) {
      FolderJournal.Change change = change(folder, write.getKey(), write.getValue());
      changes.merge(
          change.path(),
          change,
          (former, now) ->
              new FolderJournal.Change(
                  now.path(), former.before(), former.beforeSha256(), now.afterSha256()));
    }
    FolderWriter writer =
        new FolderWriter(
            folder,
            new FolderJournal(
                migration, plan.lastNumber() + 1, List.copyOf(changes.values()), plan.applied()));
    boolean whole = false;
    try {
      int at = 0;
      for (ServerFile file : plan.writes().keySet()) {
        progress.at("writing files", at++, plan.writes().size());
        writer.stage(file);
      }
      progress.at("writing files", at, at);
      writer.journal.writePending(folder);
      for (FolderJournal former : cutOff) {
        if (!former.migration().equals(migration)) {
          former.remove(folder);
        }
      }
      whole = true;
    } finally {
      if (!whole) {
        writer.close();
      }
    }
    return writer;
  }

  /// What a run that was cut off had written already; taking this one back takes that back too.
  private static Map<String, FolderJournal.Change> named(Path folder, List<FolderJournal> cutOff)
      throws IOException {
    Map<String, FolderJournal.Change> named = new TreeMap<>();
    for (FolderJournal journal : cutOff) {
      for (FolderJournal.Change change : journal.changes()) {
        Path place = FolderPlan.place(folder, change.path());
        if (Files.exists(place)
            && PendingFile.sha256Of(place).equals(change.afterSha256())
            && !change.afterSha256().equals(change.beforeSha256())) {
          named.putIfAbsent(change.path(), change);
        }
      }
    }
    return named;
  }

  private static FolderJournal.Change change(Path folder, ServerFile file, String there)
      throws IOException {
    Path place = FolderPlan.place(folder, file.path());
    return new FolderJournal.Change(
        file.path(),
        there.isEmpty() ? null : Base64.getEncoder().encodeToString(Files.readAllBytes(place)),
        there,
        FolderPlan.sha256(file));
  }

  private void stage(ServerFile file) throws IOException {
    Path place = FolderPlan.place(folder, file.path());
    Path parent = PendingFile.folderOf(place);
    Files.createDirectories(parent, FOLDER_MODE);
    PendingFile.removeStale(parent, place.getFileName() + ".");
    byte[] bytes = FolderPlan.bytes(file);
    files.add(new Staged(PendingFile.write(place, out -> out.write(bytes)), file, place));
  }

  /// Gives all files their names.
  void commit(Progress progress) throws IOException {
    started = true;
    int at = 0;
    for (Staged staged : files) {
      progress.at("naming files", at++, files.size());
      staged.pending().commit();
      if (!staged.file().secret()) {
        Files.setPosixFilePermissions(staged.place(), PosixFilePermissions.fromString("rw-r-----"));
      }
    }
    journal.settle(folder);
    done = true;
    progress.at("naming files", at, at);
  }

  /// What is staged goes; the journal stays where some files have their names already, so that the
  /// next run knows them.
  @Override
  public void close() throws IOException {
    for (Staged staged : files) {
      staged.pending().close();
    }
    if (!done && !started) {
      journal.remove(folder);
    }
  }
}
