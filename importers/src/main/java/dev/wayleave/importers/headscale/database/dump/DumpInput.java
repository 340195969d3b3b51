package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of a dump, with the line they stand in.
final class DumpInput implements AutoCloseable {
  /// The longest line of data, value or name that is read: far beyond any policy, well within a
  /// small heap.
  static final int LONGEST = 16 << 20;

  /// After the last byte.
  static final int END = -1;

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final byte[] buffer = new byte[BUFFER];
  private long bufferStart;
  private int limit;
  private int at;
  private long line = 1;

  private DumpInput(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  static DumpInput open(Path file) throws SourceException {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new DumpInput(file, channel, channel.size());
    } catch (IOException e) {
      throw new SourceException(
          file + " cannot be read; give the user that runs this leave to read it", e);
    }
  }

  /// The next byte, which stays the next, or [#END].
  int peek() throws SourceException {
    return at < limit || fill() ? buffer[at] & 0xFF : END;
  }

  int next() throws SourceException {
    int found = peek();
    if (found != END) {
      at++;
      line += found == '\n' ? 1 : 0;
    }
    return found;
  }

  /// Goes past the byte if it is the next.
  boolean skip(int wanted) throws SourceException {
    if (peek() != wanted) {
      return false;
    }
    next();
    return true;
  }

  long offset() {
    return bufferStart + at;
  }

  long line() {
    return line;
  }

  long size() {
    return size;
  }

  Path file() {
    return file;
  }

  /// Goes on from a place where it was before.
  void seek(long offset, long atLine) {
    bufferStart = offset;
    limit = 0;
    at = 0;
    line = atLine;
  }

  private boolean fill() throws SourceException {
    long start = offset();
    try {
      if (channel.size() != size) {
        throw new SourceException(
            file + " changed while it was read; read it again when pg_dump has ended");
      }
      ByteBuffer target = ByteBuffer.wrap(buffer);
      int read = channel.read(target, start);
      bufferStart = start;
      at = 0;
      limit = Math.max(read, 0);
      return read > 0;
    } catch (IOException e) {
      throw new SourceException(file + " cannot be read any further (" + e.getMessage() + ")", e);
    }
  }

  /// A failure at the present line.
  SourceException fault(String what) {
    return fault(line, what);
  }

  SourceException fault(long atLine, String what) {
    return new SourceException(file + ", line " + atLine + ": " + what);
  }

  /// The file stops in the middle of something.
  SourceException cutShort() {
    return new SourceException(
        file
            + " is cut short: it ends at line "
            + line
            + ", before pg_dump was done; copy it again, or make it again");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The file was only read.
    }
  }
}
