package dev.wayleave.importers.headscale.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/// Reads the files that a configuration names, each up to a limit.
///
/// A relative path starts at the directory of the configuration file, as in Headscale. Headscale
/// lets a few (extra records, DERP maps, the OIDC secret) start at its own working directory, which
/// nobody can know afterwards; in practice it is the same one.
final class ConfigFiles {
  /// Enough for a key or a password.
  static final int SMALL = 64 * 1024;

  /// Enough for a policy, a list of records, a certificate chain.
  static final int LARGE = 16 * 1024 * 1024;

  /// An ACME cache holds two files for each name, and no server has hundreds of names.
  private static final int MAX_LISTED = 1000;

  private final Path directory;

  ConfigFiles(Path configFile) {
    this.directory = directoryOf(configFile);
  }

  private static Path directoryOf(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent;
  }

  /// Where a path of the configuration leads.
  Path resolve(String path) {
    return directory.resolve(path).normalize();
  }

  /// Reads a file whose path the configuration gives.
  FileContent read(String path, int limit) {
    try {
      return read(resolve(path), limit);
    } catch (InvalidPathException invalid) {
      return new FileContent.Unreadable(
          path.replace('\0', '?'), "is not a path", "Correct the path.");
    }
  }

  /// Reads a file.
  static FileContent read(Path path, int limit) {
    try {
      // Asked first, since opening a named pipe would wait for somebody to write into it.
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        String what = attributes.isDirectory() ? "is a directory" : "is not a regular file";
        return new FileContent.Unreadable(
            path.toString(), what + ", not a file", "Correct the path.");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return decode(path, in.readNBytes(limit + 1), limit);
      }
    } catch (NoSuchFileException missing) {
      return new FileContent.Missing(path.toString());
    } catch (AccessDeniedException denied) {
      return new FileContent.Unreadable(
          path.toString(),
          "may not be read by the user " + System.getProperty("user.name"),
          "Run wayleave as the user that Headscale runs as, or as root.");
    } catch (IOException failed) {
      return new FileContent.Unreadable(
          path.toString(),
          "cannot be read (" + failed.getClass().getSimpleName() + ")",
          "Check the file and its file system.");
    }
  }

  private static FileContent decode(Path path, byte[] bytes, int limit) {
    if (bytes.length > limit) {
      return new FileContent.Unreadable(
          path.toString(),
          "is larger than " + limit + " bytes",
          "Check that it is the right file.");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new FileContent.Found(path.toString(), text);
    } catch (CharacterCodingException binary) {
      return new FileContent.Unreadable(
          path.toString(), "is not UTF-8 text", "Check that it is the right file.");
    }
  }

  /// The regular files of a directory by name; the content is [FileContent.Missing] or
  /// [FileContent.Unreadable] of the directory itself where it cannot be listed.
  List<FileContent> readAll(String path, int limit) {
    Path listed;
    try {
      listed = resolve(path);
    } catch (InvalidPathException invalid) {
      return List.of(read(path, limit));
    }
    try (Stream<Path> files = Files.list(listed)) {
      List<Path> found =
          files.filter(file -> !Files.isDirectory(file)).limit(MAX_LISTED + 1L).sorted().toList();
      if (found.size() > MAX_LISTED) {
        return List.of(
            new FileContent.Unreadable(
                listed.toString(),
                "is a directory of more than " + MAX_LISTED + " files",
                "Check that it is the right directory."));
      }
      return found.stream().map(file -> read(file, limit)).toList();
    } catch (NoSuchFileException missing) {
      return List.of(new FileContent.Missing(listed.toString()));
    } catch (IOException | UncheckedIOException failed) {
      return List.of(
          new FileContent.Unreadable(
              listed.toString(),
              "cannot be listed by the user " + System.getProperty("user.name"),
              "Run wayleave as the user that Headscale runs as, or as root."));
    }
  }
}
