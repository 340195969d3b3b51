package dev.wayleave.postgres;

import dev.wayleave.postgres.ClusterException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the parts of a cluster lie in its data directory.
///
/// ```
/// DATA/                   0700
///   wayleave.lock         held while a process works on DATA; holds that process's id
///   pg-password           0600, the password of the one role
///   pg-bin-18.4.0/        the unpacked binaries
///   pg/                   the cluster; it exists only once it is complete
///   pg-new-SUFFIX/        a cluster in the making, or what a crash left of one
///   pg.log, pg.log.1      what PostgreSQL says, at most 2 x 8 MB
/// ```
record ClusterFiles(Path data) {
  private static final Set<PosixFilePermission> PRIVATE_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  /// Characters that initdb and pg_ctl put, unescaped, between double quotes of a shell command.
  private static final String SHELL_CHARACTERS = "\"$`\\\n\r";

  /// Makes the directory if it is missing and answers its layout, with links resolved.
  static ClusterFiles prepare(Path data) throws ClusterException {
    if (SHELL_CHARACTERS.chars().anyMatch(c -> data.toAbsolutePath().toString().indexOf(c) >= 0)) {
      throw new ClusterException(
          Reason.BAD_PATH,
          ("The data directory %s holds one of the characters \" $ ` \\ or a line break, which"
                  + " PostgreSQL's tools cannot take: choose another path.")
              .formatted(data));
    }
    try {
      if (Files.exists(data) && !Files.isDirectory(data)) {
        throw new ClusterException(
            Reason.BAD_PATH,
            "%s is not a directory: choose another data directory.".formatted(data));
      }
      if (!Files.exists(data)) {
        Files.createDirectories(data, PosixFilePermissions.asFileAttribute(PRIVATE_DIRECTORY));
      } else if (isOurs(data)) {
        // Not for a directory with other people's things in it: `--data /srv` must not lock /srv.
        Files.setPosixFilePermissions(data, PRIVATE_DIRECTORY);
      }
      return new ClusterFiles(data.toRealPath());
    } catch (IOException e) {
      throw ClusterException.of("use", data, e);
    }
  }

  Path lock() {
    return data.resolve("wayleave.lock");
  }

  Path password() {
    return data.resolve("pg-password");
  }

  Path cluster() {
    return data.resolve("pg");
  }

  Path log() {
    return data.resolve("pg.log");
  }

  Path oldLog() {
    return data.resolve("pg.log.1");
  }

  /// PostgreSQL works only on files of the user it runs as; its own words for that do not say whose
  /// they are, and to an unmapped root all look alike.
  void refuseOtherOwner() throws ClusterException {
    try {
      if (!Files.exists(cluster())) {
        return;
      }
      UserPrincipal owner = Files.getOwner(cluster());
      UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
      if (!owner.equals(self)) {
        throw new ClusterException(
            Reason.NO_ACCESS,
            "The database cluster %s belongs to %s and this process runs as %s: run it as %s."
                .formatted(cluster(), owner.getName(), self.getName(), owner.getName()));
      }
    } catch (IOException e) {
      throw ClusterException.of("look at", cluster(), e);
    }
  }

  private static boolean isOurs(Path data) throws IOException {
    if (Files.exists(data.resolve("wayleave.lock"))) {
      return true;
    }
    try (Stream<Path> entries = Files.list(data)) {
      return entries.findAny().isEmpty();
    }
  }

  /// Deletes a directory with all it holds; a link is deleted, never followed.
  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Makes the names in a directory survive a loss of power; Linux syncs directories like files.
  static void sync(Path fileOrDirectory) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
