package dev.wayleave.cli.cutover;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.tailnet.cutover.kit.Kit;
import dev.wayleave.tailnet.cutover.kit.KitFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a kit is written: complete, or not at all.
///
/// A folder that is there already is replaced only if it is empty, or each file in it is one that a
/// kit wrote, which the list in it tells.
final class KitFolder {
  /// Names every file of the kit, one a line.
  private static final String LIST = ".wayleave-cutover-kit";

  private final Path folder;

  private KitFolder(Path folder) {
    this.folder = folder;
  }

  /// A folder that may be written.
  static KitFolder at(Path path) throws CommandException, IOException {
    Path folder = path.toAbsolutePath().normalize();
    if (folder.getParent() == null) {
      throw new CommandException("%s cannot be replaced; name a new folder.".formatted(folder));
    }
    KitFolder found = new KitFolder(folder);
    found.requireOurs();
    return found;
  }

  private void requireOurs() throws CommandException, IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (isEmptyFolder()) {
      return;
    }
    Path list = folder.resolve(LIST);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
      throw new CommandException(
          "%s is there and no kit; name a new folder by --out.".formatted(folder));
    }
    Set<String> ours = new TreeSet<>(Files.readAllLines(list));
    ours.add(LIST);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        boolean folderInside = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        if (!folderInside && !ours.contains(name)) {
          throw new CommandException(
              "%s was not written by this command; move it away, or name a new folder by --out."
                  .formatted(file));
        }
      }
    }
  }

  private boolean isEmptyFolder() throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  void write(Kit kit) throws CommandException, IOException {
    Path parent = folder.getParent();
    if (parent == null) {
      throw new AssertionError("at() took no folder without a parent");
    }
    Files.createDirectories(parent);
    Path draft = Files.createTempDirectory(parent, ".wayleave-kit-");
    try {
      for (KitFile file : kit.files()) {
        write(draft, file);
      }
      String list = kit.files().stream().map(KitFile::path).collect(Collectors.joining("\n"));
      Files.writeString(draft.resolve(LIST), list + "\n");
      takePlace(draft);
    } finally {
      delete(draft);
    }
  }

  private void takePlace(Path draft) throws CommandException, IOException {
    requireOurs();
    if (!Files.exists(folder)) {
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path former = draft.resolveSibling(draft.getFileName() + ".old");
    Files.move(folder, former, StandardCopyOption.ATOMIC_MOVE);
    Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    delete(former);
  }

  private static void write(Path draft, KitFile file) throws IOException {
    Path path = draft.resolve(file.path()).normalize();
    Path parent = path.getParent();
    if (parent == null || !path.startsWith(draft)) {
      throw new AssertionError("a kit's paths are made of its own names: " + file.path());
    }
    Files.createDirectories(parent);
    try (var out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
      for (String part : file.parts()) {
        out.write(part);
      }
    }
    if (file.runnable()
        && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
