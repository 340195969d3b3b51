package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.HostedIds;
import dev.wayleave.importers.tailscale.HostedPlane;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.api.HostedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder that an export is written into: for its owner alone, each file whole or not there.
final class WrittenFolder {
  private static final FileAttribute<?> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final String TEMPORARY = ".part";
  private static final int BUFFER = 64 << 10;
  private static final int FIRST_BYTES = 256;

  private final Path folder;

  private WrittenFolder(Path folder) {
    this.folder = folder;
  }

  /// Makes the folder, or opens one that is empty or holds an export.
  static WrittenFolder open(Path folder) throws HostedException {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder.toAbsolutePath().resolveSibling("."));
        Files.createDirectory(folder, FOLDER_MODE);
      } else {
        takeOver(folder);
      }
      return new WrittenFolder(folder);
    } catch (IOException e) {
      throw trouble(folder, e);
    }
  }

  /// A folder that is only looked at.
  static WrittenFolder at(Path folder) {
    return new WrittenFolder(folder);
  }

  private static void takeOver(Path folder) throws IOException, HostedException {
    boolean ours = Files.exists(folder.resolve(HostedPlane.MANIFEST), LinkOption.NOFOLLOW_LINKS);
    try (Stream<Path> files = Files.list(folder)) {
      if (!ours && files.findAny().isPresent()) {
        throw new HostedException(
            Reason.FOLDER,
            folder + " holds other files; name a new or empty folder for the export.");
      }
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    removeParts(folder);
    for (Section section : Section.values()) {
      if (section.perDevice() && Files.isDirectory(folder.resolve(section.file()))) {
        removeParts(folder.resolve(section.file()));
      }
    }
  }

  /// What a run that was killed left serves no one.
  private static void removeParts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(".") && name.endsWith(TEMPORARY)) {
          Files.delete(file);
        }
      }
    }
  }

  Path path() {
    return folder;
  }

  Optional<ExportManifest> manifest() throws HostedException {
    Path file = folder.resolve(HostedPlane.MANIFEST);
    try {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(ExportManifest.read(file, Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  synchronized void write(ExportManifest manifest) throws HostedException {
    try {
      Path part = part(folder);
      Files.write(part, manifest.bytes());
      name(part, folder.resolve(HostedPlane.MANIFEST));
    } catch (IOException e) {
      throw trouble(folder, e);
    }
  }

  boolean has(Section section) {
    return Files.isRegularFile(file(section), LinkOption.NOFOLLOW_LINKS);
  }

  boolean has(Section section, String nodeId) {
    return Files.isRegularFile(file(section, nodeId), LinkOption.NOFOLLOW_LINKS);
  }

  /// Takes an older answer away that is none any more.
  void remove(Section section) throws HostedException {
    remove(file(section));
  }

  void remove(Section section, String nodeId) throws HostedException {
    remove(file(section, nodeId));
  }

  private static void remove(Path file) throws HostedException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  /// Whether it holds answers that only the tailnet's own plane can give.
  boolean hasAnswers() {
    return Stream.of(Section.values())
        .filter(section -> section != Section.LOCK_STATUS && section != Section.DERP_MAP)
        .anyMatch(section -> Files.exists(file(section), LinkOption.NOFOLLOW_LINKS));
  }

  Path file(Section section) {
    return folder.resolve(section.file());
  }

  /// Only what [#isName] admits becomes a path.
  Path file(Section section, String nodeId) {
    if (!isName(nodeId)) {
      throw new IllegalArgumentException("this id names no file");
    }
    return folder.resolve(section.file()).resolve(nodeId + ".json");
  }

  /// Whether an id may name a file: letters and digits as the API's own ids have, and nothing that
  /// leads out of the folder.
  static boolean isName(String nodeId) {
    return HostedIds.isName(nodeId);
  }

  /// A body on its way into the folder.
  Incoming incoming(Section section) {
    return new Incoming(folder, file(section), section);
  }

  Incoming incoming(Section section, String nodeId) throws HostedException {
    Path file = file(section, nodeId);
    Path parent = folder.resolve(section.file());
    try {
      if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(parent, FOLDER_MODE);
      }
    } catch (IOException e) {
      // Another thread may have made it; what cannot be made fails at the file.
      if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
        throw trouble(parent, e);
      }
    }
    return new Incoming(parent, file, section);
  }

  private static Path part(Path folder) throws IOException {
    return Files.createTempFile(folder, ".", TEMPORARY, FILE_MODE);
  }

  private static void name(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static HostedException trouble(Path place, IOException e) {
    return new HostedException(
        Reason.FOLDER,
        place + " cannot be written; check that this user may, and that there is room.",
        e);
  }

  /// A body that is taken byte for byte, looked at, and given its name only when all is well.
  static final class Incoming implements Sink, AutoCloseable {
    private final Path parent;
    private final Path file;
    private final Section section;
    private Path part;

    // Where the body lies under its own name, there is no part.
    private Incoming(Path parent, Path file, Section section) {
      this.parent = parent;
      this.file = file;
      this.section = section;
      this.part = file;
    }

    @Override
    public long take(InputStream body) throws IOException {
      long taken = 0;
      try (OutputStream out = begin()) {
        byte[] buffer = new byte[BUFFER];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          taken += n;
          if (taken > Sections.limit(section)) {
            throw new TooLargeException(Sections.limit(section));
          }
          keep(out, buffer, n);
        }
      }
      check();
      return taken;
    }

    private OutputStream begin() throws IOException {
      try {
        close();
        part = part(parent);
        return Files.newOutputStream(part);
      } catch (IOException e) {
        throw new UnwritableException(e);
      }
    }

    private static void keep(OutputStream out, byte[] buffer, int length) throws IOException {
      try {
        out.write(buffer, 0, length);
      } catch (IOException e) {
        throw new UnwritableException(e);
      }
    }

    private void check() throws IOException {
      try (InputStream in = Files.newInputStream(part)) {
        String start = new String(in.readNBytes(FIRST_BYTES), StandardCharsets.UTF_8);
        if (ErrorText.isPage("", start)) {
          throw new PageException();
        }
      }
      if (section != Section.POLICY) {
        JsonBody.check(part);
      }
    }

    /// The body where it lies as long as it has no name.
    Path body() {
      return part;
    }

    /// Puts other bytes in its place, made of several bodies.
    void replace(byte[] bytes) throws IOException {
      Files.write(part, bytes);
    }

    void commit() throws HostedException {
      try {
        name(part, file);
        part = file;
      } catch (IOException e) {
        throw trouble(file, e);
      }
    }

    /// Takes away what was not given a name.
    @Override
    public void close() throws IOException {
      if (!part.equals(file)) {
        Files.deleteIfExists(part);
        part = file;
      }
    }
  }
}
