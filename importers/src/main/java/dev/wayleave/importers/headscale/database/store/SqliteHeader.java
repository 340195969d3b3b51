package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The first 100 bytes of an SQLite file (SQLite's file format, §1.3), as far as they tell whether
/// and how it can be opened.
///
/// @param wal whether the file belongs with a write-ahead log
/// @param promisedBytes the size by the header's own count of pages, or 0 where that is not valid
record SqliteHeader(boolean wal, long promisedBytes) {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int SIZE = 100;
  private static final int PAGE_SIZE_AT = 16;
  private static final int READ_VERSION_AT = 19;
  private static final int CHANGE_COUNTER_AT = 24;
  private static final int PAGE_COUNT_AT = 28;
  private static final int VERSION_VALID_FOR_AT = 92;
  private static final byte WAL_VERSION = 2;

  static SqliteHeader of(Path file) throws SourceException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(SIZE);
    } catch (IOException e) {
      throw SqliteFailures.copying(file, e);
    }
    if (head.length == 0) {
      throw new SourceException(
          file + " is empty; name the database that Headscale writes (database.sqlite.path)");
    }
    int magic = Math.min(head.length, MAGIC.length);
    if (!Arrays.equals(head, 0, magic, MAGIC, 0, magic)) {
      throw new SourceException(SqliteFailures.notADatabase(file));
    }
    if (head.length < SIZE) {
      throw new SourceException(truncated(file, head.length, SIZE));
    }
    return parse(ByteBuffer.wrap(head));
  }

  private static SqliteHeader parse(ByteBuffer head) {
    int stored = Short.toUnsignedInt(head.getShort(PAGE_SIZE_AT));
    // A page of 65536 bytes does not fit two bytes and is written as 1.
    long pageSize = stored == 1 ? 65_536 : stored;
    boolean countIsValid = head.getInt(CHANGE_COUNTER_AT) == head.getInt(VERSION_VALID_FOR_AT);
    long pages = countIsValid ? Integer.toUnsignedLong(head.getInt(PAGE_COUNT_AT)) : 0;
    return new SqliteHeader(head.get(READ_VERSION_AT) == WAL_VERSION, pages * pageSize);
  }

  static String truncated(Path file, long size, long promised) {
    return file
        + " is cut short: it has "
        + size
        + " bytes of "
        + promised
        + "; copy it again, or restore it from a backup";
  }
}
