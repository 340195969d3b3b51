package dev.wayleave.exporters.terraform;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A folder of configuration, of which a list in it says what was written here.
///
/// ```text
/// .wayleave-terraform            MIGRATION LF, then SHA256 SP NAME LF of each file
/// .wayleave-before-MIGRATION/    the files and the list that the migration took the place of
/// ```
///
/// @param migration the one that wrote it; empty where none did
/// @param files the hash of each file that was written here, by its name
record WrittenFolder(Path folder, String migration, SortedMap<String, String> files) {
  private static final String LIST = ".wayleave-terraform";
  private static final String BEFORE = ".wayleave-before-";
  private static final String NAME = "[a-z]{1,40}\\.(tf|hujson)";

  /// Reads what is there, and refuses a folder that holds somebody else's files.
  static WrittenFolder read(Path folder) throws TargetException {
    try {
      Path list = folder.resolve(LIST);
      if (Files.isRegularFile(list)) {
        return parse(folder, Files.readAllLines(list));
      }
      if (Files.exists(folder) && !isEmpty(folder)) {
        throw new TargetException(
            UNAVAILABLE,
            folder
                + " holds files that were not written here; name a new folder, or an empty one.");
      }
      return new WrittenFolder(folder, "", new TreeMap<>());
    } catch (IOException e) {
      throw trouble(folder, e);
    }
  }

  static TargetException trouble(Path folder, IOException e) {
    return new TargetException(
        UNAVAILABLE,
        folder
            + " cannot be read or written ("
            + reason(e)
            + "); check its owner, its permissions and the room on its disk.",
        e);
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return reason == null || reason.isEmpty() ? e.getClass().getSimpleName() : reason;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static WrittenFolder parse(Path folder, List<String> lines) throws TargetException {
    SortedMap<String, String> files = new TreeMap<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] words = line.split(" ", 2);
      if (words.length != 2 || !words[1].matches(NAME)) {
        throw new TargetException(
            UNAVAILABLE, folder.resolve(LIST) + " was changed; write to a new folder.");
      }
      files.put(words[1], words[0]);
    }
    return new WrittenFolder(folder, lines.isEmpty() ? "" : lines.getFirst(), files);
  }

  /// The names of files that were edited, or taken away, since they were written.
  List<String> edited() throws IOException {
    List<String> edited = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path) || !PendingFile.sha256Of(path).equals(file.getValue())) {
        edited.add(file.getKey());
      }
    }
    return edited;
  }

  /// Whether it holds just these files.
  boolean holds(Map<String, String> contents) throws IOException {
    if (!files.keySet().equals(contents.keySet()) || !edited().isEmpty()) {
      return false;
    }
    for (Map.Entry<String, String> file : contents.entrySet()) {
      if (!Files.readString(folder.resolve(file.getKey())).equals(file.getValue())) {
        return false;
      }
    }
    return true;
  }

  /// Writes other files in the place of these. All are whole on the disk before the first takes its
  /// name, so that a full disk leaves what was there.
  void replace(String by, Map<String, String> contents) throws IOException, TargetException {
    Files.createDirectories(folder);
    for (String name : contents.keySet()) {
      if (!files.containsKey(name) && Files.exists(folder.resolve(name))) {
        throw new TargetException(
            CHANGED, folder.resolve(name) + " was not written here; move it away and plan again.");
      }
    }
    List<PendingFile> pending = new ArrayList<>();
    try {
      StringBuilder list = new StringBuilder(by).append('\n');
      for (Map.Entry<String, String> file : contents.entrySet()) {
        PendingFile written = write(file.getKey(), file.getValue());
        pending.add(written);
        list.append(written.sha256()).append(' ').append(file.getKey()).append('\n');
      }
      pending.add(write(LIST, list.toString()));
      keepAll(folder.resolve(BEFORE + by));
      for (String name : files.keySet()) {
        if (!contents.containsKey(name)) {
          Files.deleteIfExists(folder.resolve(name));
        }
      }
      for (PendingFile written : pending) {
        written.commit();
      }
    } finally {
      for (PendingFile written : pending) {
        written.close();
      }
    }
  }

  private PendingFile write(String name, String content) throws IOException {
    return PendingFile.write(
        folder.resolve(name), out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }

  /// All of it or nothing.
  private void keepAll(Path before) throws IOException {
    Files.createDirectory(before);
    try {
      keep(before);
    } catch (IOException e) {
      for (String name : names()) {
        Files.deleteIfExists(before.resolve(name));
      }
      Files.deleteIfExists(before);
      throw e;
    }
  }

  private void keep(Path before) throws IOException {
    for (String name : names()) {
      Files.copy(folder.resolve(name), before.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>(files.keySet());
    if (!migration.isEmpty()) {
      names.add(LIST);
    }
    return names;
  }

  /// Puts back what this migration took the place of.
  void restore() throws IOException {
    Path before = folder.resolve(BEFORE + migration);
    for (String name : names()) {
      Files.deleteIfExists(folder.resolve(name));
    }
    List<Path> kept;
    try (Stream<Path> entries = Files.list(before)) {
      kept = entries.sorted().toList();
    }
    for (Path file : kept) {
      Files.move(file, folder.resolve(file.getFileName().toString()));
    }
    Files.delete(before);
  }
}
