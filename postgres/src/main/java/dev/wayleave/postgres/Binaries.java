package dev.wayleave.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The unpacked programs of PostgreSQL: `initdb`, `pg_ctl` and `postgres`.
///
/// They are unpacked into a sibling and renamed, so that `pg-bin-VERSION` is whole or absent. A
/// loss of power can still empty files whose names reached the disk; therefore the sum of their
/// sizes is noted and compared at each start, which costs milliseconds where syncing a thousand
/// files would cost seconds.
record Binaries(Path home) {
  private static final String PREFIX = "pg-bin-";
  private static final String INVENTORY = "wayleave-unpacked";

  /// Answers the programs of the bundle, unpacked below `parent` if they are not there yet.
  static Binaries in(Path parent, Bundle bundle, ClusterProgress progress) throws ClusterException {
    Path home = parent.resolve(PREFIX + bundle.version());
    try {
      if (!isWhole(home)) {
        ClusterFiles.deleteTree(home);
        unpackTo(home, bundle, progress);
      }
      return new Binaries(home);
    } catch (IOException e) {
      throw ClusterException.of("unpack PostgreSQL into", home, e);
    }
  }

  /// Deletes what earlier releases and crashes while unpacking left beside this in a directory.
  ///
  /// Only for one that is locked: elsewhere another process may be unpacking.
  void deleteOthersIn(Path parent) throws ClusterException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path other : found) {
        if (!other.equals(home)) {
          ClusterFiles.deleteTree(other);
        }
      }
    } catch (IOException e) {
      throw ClusterException.of("delete old binaries in", parent, e);
    }
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static void unpackTo(Path home, Bundle bundle, ClusterProgress progress)
      throws IOException {
    Files.createDirectories(home.getParent());
    Path unpacking = Files.createTempDirectory(home.getParent(), home.getFileName() + "-unpacking");
    try {
      String step = "unpacking PostgreSQL " + bundle.version();
      try (CountingStream counter = new CountingStream(bundle.open(), step, progress);
          TarArchiveInputStream tar =
              new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(counter)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(tar, entry, unpacking);
        }
        counter.finish();
      }
      Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(unpacking.resolve(INVENTORY), summary(unpacking), UTF_8);
      Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      if (!isWhole(home)) {
        throw e;
      }
      // Another process unpacked the same bundle meanwhile; its copy is as good.
    } finally {
      ClusterFiles.deleteTree(unpacking);
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("the archive holds a path outside of itself: " + entry.getName());
    }
    if (isForBuildingOnly(entry.getName())) {
      return;
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(target.getParent());
      Files.copy(tar, target);
      boolean runs = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /// Static libraries serve only to compile extensions; leaving them out saves 2 MB per cluster.
  private static boolean isForBuildingOnly(String name) {
    return name.endsWith(".a") || name.contains("/pkgconfig");
  }

  private static boolean isWhole(Path home) throws IOException {
    Path inventory = home.resolve(INVENTORY);
    return Files.exists(inventory) && Files.readString(inventory, UTF_8).equals(summary(home));
  }

  private static String summary(Path home) throws IOException {
    long files = 0;
    long bytes = 0;
    try (Stream<Path> tree = Files.walk(home)) {
      for (Path file : (Iterable<Path>) tree::iterator) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !file.endsWith(INVENTORY)) {
          files++;
          bytes += Files.size(file);
        }
      }
    }
    return "files=%d bytes=%d%n".formatted(files, bytes);
  }

  /// Reports every megabyte of packed bytes that was read.
  private static final class CountingStream extends FilterInputStream {
    private static final long REPORT_EVERY = 1 << 20;

    private final String step;
    private final ClusterProgress progress;
    private long done;
    private long reported;

    CountingStream(InputStream packed, String step, ClusterProgress progress) {
      super(packed);
      this.step = step;
      this.progress = progress;
      progress.at(step, 0, -1);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    void finish() {
      progress.at(step, done, done);
    }

    private void count(int bytes) {
      done += bytes;
      if (done - reported >= REPORT_EVERY) {
        reported = done;
        progress.at(step, done, -1);
      }
    }
  }
}
