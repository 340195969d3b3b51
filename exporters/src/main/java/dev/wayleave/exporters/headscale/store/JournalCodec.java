package dev.wayleave.exporters.headscale.store;

import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.json.InventoryJsonException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Journals as bytes, which hold secrets: gzip of
///
/// ```text
/// text magic, text migration, int number, byte created, long writes
/// int changes: text table, long id, byte there, text row as JSON where there
/// image after, image applied: int tables: text name, int rows, int columns: long id, long a column
/// ```
///
/// What counts as applied after a first time is what was written; then only -1 stands in its place.
///
/// A text is its length in bytes and UTF-8; numbers are big-endian.
final class JournalCodec {
  private static final String MAGIC = "wayleave-headscale-journal 1";

  /// No honest row is longer; a damaged length must not take all memory.
  private static final int LONGEST_TEXT = 64 << 20;

  /// In place of a number of tables: as the image before.
  private static final int SAME = -1;

  private JournalCodec() {}

  static void write(Journal journal, OutputStream stream) throws IOException {
    GZIPOutputStream zipped = new GZIPOutputStream(stream);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zipped, 1 << 16));
    text(out, MAGIC);
    text(out, journal.header().migration());
    out.writeInt(journal.header().number());
    out.writeBoolean(journal.header().created());
    out.writeLong(journal.header().writes());
    out.writeInt(journal.changes().size());
    for (RowChange change : journal.changes()) {
      text(out, change.table());
      out.writeLong(change.id());
      RawRow before = change.before();
      out.writeBoolean(before != null);
      if (before != null) {
        text(out, InventoryJson.revealing().write(before));
      }
    }
    image(out, journal.after());
    if (journal.applied().equals(journal.after())) {
      out.writeInt(SAME);
    } else {
      image(out, journal.applied());
    }
    out.flush();
    zipped.finish();
  }

  private static void image(DataOutputStream out, Image image) throws IOException {
    out.writeInt(image.tables().size());
    for (String table : image.tables()) {
      Map<Long, long[]> rows = image.rows(table);
      text(out, table);
      out.writeInt(rows.size());
      out.writeInt(rows.values().stream().findFirst().map(row -> row.length).orElse(0));
      for (Map.Entry<Long, long[]> row : rows.entrySet()) {
        out.writeLong(row.getKey());
        for (long digest : row.getValue()) {
          out.writeLong(digest);
        }
      }
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// Reads what stands first in a journal.
  static Journal.Header header(InputStream in) throws IOException {
    return header(open(in));
  }

  static Journal read(InputStream stream) throws IOException {
    DataInputStream in = open(stream);
    Journal.Header header = header(in);
    List<RowChange> changes = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String table = text(in);
      long id = in.readLong();
      changes.add(new RowChange(table, id, in.readBoolean() ? row(text(in)) : null));
    }
    Image after = image(in, in.readInt());
    int tables = in.readInt();
    return new Journal(header, changes, after, tables == SAME ? after : image(in, tables));
  }

  private static DataInputStream open(InputStream in) throws IOException {
    return new DataInputStream(new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16));
  }

  private static Journal.Header header(DataInputStream in) throws IOException {
    if (!text(in).equals(MAGIC)) {
      throw damaged();
    }
    return new Journal.Header(text(in), in.readInt(), in.readBoolean(), in.readLong());
  }

  private static Image image(DataInputStream in, int count) throws IOException {
    Image image = Image.empty();
    for (int tables = count; tables > 0; tables--) {
      String table = text(in);
      int rows = in.readInt();
      int columns = in.readInt();
      if (columns < 0 || columns > 1000) {
        throw damaged();
      }
      for (; rows > 0; rows--) {
        long id = in.readLong();
        long[] digests = new long[columns];
        for (int i = 0; i < columns; i++) {
          digests[i] = in.readLong();
        }
        image.put(table, id, digests);
      }
    }
    return image;
  }

  private static RawRow row(String json) throws IOException {
    try {
      return InventoryJson.revealing().readRow(json);
    } catch (InventoryJsonException e) {
      throw new IOException("a journal holds a row that cannot be read", e);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_TEXT) {
      throw damaged();
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw damaged();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static IOException damaged() {
    return new IOException("it is not a journal of this Wayleave, or it was damaged");
  }
}
