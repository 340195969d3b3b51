package dev.wayleave.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wayleave.postgres.ClusterException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The right of one process to work on a data directory.
///
/// It is a lock of the kernel on `wayleave.lock`, so it ends with the process however that ends;
/// the process id written in the file only tells others whom to look for.
final class DataDirectoryLock implements AutoCloseable {
  /// Channels of refused attempts from within the JVM that holds the lock.
  ///
  /// POSIX takes all locks of a process off a file as soon as the process closes any of its
  /// descriptors for it. Closing the second channel would thus silently unlock the first, so it is
  /// kept, one descriptor per refused attempt.
  private static final Collection<FileChannel> KEPT_OPEN = new ConcurrentLinkedQueue<>();

  private final FileChannel channel;

  private DataDirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static DataDirectoryLock take(ClusterFiles files) throws ClusterException {
    try {
      return take(files, open(files.lock()));
    } catch (IOException e) {
      throw ClusterException.of("lock", files.lock(), e);
    }
  }

  private static DataDirectoryLock take(ClusterFiles files, FileChannel channel)
      throws IOException, ClusterException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      KEPT_OPEN.add(channel);
      throw inUse(files, "process " + ProcessHandle.current().pid() + " (this one)", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    if (lock == null) {
      String holder = readHolder(channel);
      channel.close();
      throw inUse(files, holder, null);
    }
    channel.truncate(0);
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(US_ASCII);
    channel.write(ByteBuffer.wrap(pid), 0);
    return new DataDirectoryLock(channel);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static String readHolder(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(20);
    channel.read(buffer, 0);
    String text = new String(buffer.array(), 0, buffer.position(), US_ASCII).strip();
    return text.matches("\\d+") ? "process " + text : "another process";
  }

  private static ClusterException inUse(
      ClusterFiles files, String holder, @Nullable Throwable cause) {
    return new ClusterException(
        Reason.IN_USE,
        "The data directory %s is in use by %s: stop that process or choose another directory."
            .formatted(files.data(), holder),
        cause);
  }

  /// Gives the directory back. The file stays: deleting it would let two processes hold two files.
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
