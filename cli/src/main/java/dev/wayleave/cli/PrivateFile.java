package dev.wayleave.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner can read, complete or not there at all.
public final class PrivateFile {
  private PrivateFile() {}

  /// Opens a file; it takes its place when the stream is closed, over one that was there.
  public static OutputStream create(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    Path draft = (parent == null ? file : parent).resolve(file.getFileName() + ".part");
    Files.deleteIfExists(draft);
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    var channel =
        Files.newByteChannel(
            draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode);
    return new Draft(Channels.newOutputStream(channel), draft, file);
  }

  private static final class Draft extends FilterOutputStream {
    private final Path draft;
    private final Path file;

    Draft(OutputStream out, Path draft, Path file) {
      super(new java.io.BufferedOutputStream(out));
      this.draft = draft;
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!Files.exists(draft)) {
        return;
      }
      try {
        super.close();
      } catch (IOException e) {
        Files.deleteIfExists(draft);
        throw e;
      }
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
