package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.exporters.file.PendingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The memory of what was set on the hosted side from here, in a folder on this machine, as the
/// hosted side has no place for it.
///
/// ```text
/// applied.json           what was last set: aspect/object → value
/// MIGRATION.json         the steps of one migration, with what was there before
/// ```
final class HostedJournal {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String APPLIED = "applied.json";
  private static final String HEAD = "tailscale-";
  private static final String ENDING = ".json";
  private static final int NAME_BYTES = 8;

  private final Path folder;

  private HostedJournal(Path folder) {
    this.folder = folder;
  }

  /// The memory of one tailnet.
  ///
  /// @param state where all of them are
  /// @param tailnet what tells it from all others, of which nothing becomes a path
  static HostedJournal of(Path state, String tailnet) {
    return new HostedJournal(state.resolve(HEAD + digest(tailnet)));
  }

  /// The memories of all tailnets.
  static List<HostedJournal> all(Path state) throws IOException {
    if (!Files.isDirectory(state)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(state)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> folder.getFileName().toString().startsWith(HEAD))
          .map(HostedJournal::new)
          .toList();
    }
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }

  /// One migration as it was begun.
  ///
  /// @param formerly what counted as last set before, for the steps' keys
  record Entry(
      @JsonProperty("migration") String migration,
      @JsonProperty("tailnet") String tailnet,
      @JsonProperty("steps") List<Step> steps,
      @JsonProperty("formerly") Map<String, String> formerly) {
    Entry {
      steps = List.copyOf(steps);
      formerly = Map.copyOf(formerly);
    }
  }

  Path folder() {
    return folder;
  }

  Map<String, String> applied() throws IOException {
    Path file = folder.resolve(APPLIED);
    return Files.exists(file)
        ? JSON.readValue(Files.readAllBytes(file), new TypeReference<TreeMap<String, String>>() {})
        : new TreeMap<>();
  }

  void writeApplied(Map<String, String> applied) throws IOException {
    write(folder.resolve(APPLIED), new TreeMap<>(applied));
  }

  void write(Entry entry) throws IOException {
    write(file(entry.migration()), entry);
  }

  Optional<Entry> entry(String migration) throws IOException {
    Path file = file(migration);
    return Files.exists(file)
        ? Optional.of(JSON.readValue(Files.readAllBytes(file), Entry.class))
        : Optional.empty();
  }

  /// The names of migrations that can be taken back, newest first.
  List<String> migrations() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(ENDING) && !name.equals(APPLIED) && !name.startsWith("."))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  void remove(String migration) throws IOException {
    Files.deleteIfExists(file(migration));
  }

  private Path file(String migration) {
    return folder.resolve(migration + ENDING);
  }

  private void write(Path file, Object value) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] bytes = bytes(value);
    try (PendingFile pending = PendingFile.write(file, out -> out.write(bytes))) {
      pending.commit();
    }
  }

  private static byte[] bytes(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("records of texts always serialise", e);
    }
  }
}
