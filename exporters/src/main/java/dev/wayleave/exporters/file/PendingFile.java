package dev.wayleave.exporters.file;

import dev.wayleave.importers.bundle.FileTrouble;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/// A file that is whole on the disk and takes its name only when committed.
///
/// Whoever looks sees the former file or the new one, never a part; only the owner may read it from
/// its first byte on.
public final class PendingFile implements AutoCloseable {
  private static final String TEMPORARY = ".tmp";
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path name;
  private final Path written;
  private final String sha256;

  private PendingFile(Path name, Path written, String sha256) {
    this.name = name;
    this.written = written;
    this.sha256 = sha256;
  }

  /// Writes what a file shall hold.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  public static PendingFile write(Path name, Content content) throws IOException {
    Path written =
        Files.createTempFile(
            folderOf(name),
            "." + name.getFileName() + ".",
            TEMPORARY,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      return new PendingFile(name, written, fill(written, content));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(written);
      throw e;
    }
  }

  private static String fill(Path file, Content content) throws IOException {
    MessageDigest digest = digest();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      OutputStream out =
          new DigestOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES), digest);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// The SHA-256 of the content in hex digits.
  public String sha256() {
    return sha256;
  }

  public void commit() throws IOException {
    Files.move(written, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolderOf(name);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(written);
  }

  /// Where a file stands, also where its name alone is given.
  public static Path folderOf(Path file) {
    return FileTrouble.folderOf(file);
  }

  /// Removes what a process that was killed left of files whose names begin so: it may hold secrets
  /// and serves no one.
  public static void removeStale(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith("." + prefix) && name.endsWith(TEMPORARY)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// A new name survives a power cut only once its folder is on the disk too.
  public static void syncFolderOf(Path file) throws IOException {
    try (FileChannel folder = FileChannel.open(folderOf(file), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  public static String sha256Of(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
