package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.row.DatabaseRows;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All rows of a database by their ids, each as one number a column ([ValueDigest]): enough to tell
/// what differs, small enough to hold three of them.
final class Image {
  /// How often long work tells how far it is.
  static final int REPORT_ROWS = 1000;

  private final Map<String, NavigableMap<Long, long[]>> tables = new LinkedHashMap<>();

  static Image empty() {
    return new Image();
  }

  /// What a rendering would make of an empty database.
  static Image of(HeadscaleSchema schema, DatabaseRows rows, Progress progress) {
    Image image = new Image();
    for (TableShape shape : schema.tables()) {
      Filler filler =
          new Filler(
              image, schema, shape, "comparing " + shape.name(), rows.count(shape), progress);
      rows.each(shape, filler::row);
      filler.end();
    }
    return image;
  }

  /// What a database holds; it has the schema's tables and columns.
  static Image of(HeadscaleSchema schema, Tables present, Progress progress)
      throws SourceException {
    Image image = new Image();
    for (TableShape shape : schema.tables()) {
      Table table = present.find(shape.name()).orElseThrow();
      Filler filler =
          new Filler(
              image, schema, shape, "reading " + shape.name(), present.count(table), progress);
      present.read(table, filler::row);
      filler.end();
    }
    return image;
  }

  private static final class Filler {
    private final Image image;
    private final TableShape shape;
    private final ValueDigest digest;
    private final String what;
    private final long total;
    private final Progress progress;
    private long done;

    Filler(
        Image image,
        HeadscaleSchema schema,
        TableShape shape,
        String what,
        long total,
        Progress progress) {
      this.image = image;
      this.shape = shape;
      this.digest = new ValueDigest(schema.engine());
      this.what = what;
      this.total = total;
      this.progress = progress;
    }

    void row(RawRow row) {
      image.put(shape.name(), idOf(row), digests(shape, digest, row));
      if (++done % REPORT_ROWS == 0) {
        progress.at(what, done, total);
      }
    }

    void end() {
      progress.at(what, done, done);
    }
  }

  static long idOf(RawRow row) {
    if (RawValues.bare(row.get("id")) instanceof RawValue.Int(long id)) {
      return id;
    }
    throw new UnnumberedRowException(row.table());
  }

  static long[] digests(TableShape shape, ValueDigest digest, RawRow row) {
    long[] digests = new long[shape.columns().size()];
    for (int i = 0; i < digests.length; i++) {
      var column = shape.columns().get(i);
      boolean inOrder = i < row.names().size() && row.names().get(i).equals(column.name());
      RawValue value = inOrder ? row.values().get(i) : row.get(column.name());
      digests[i] = digest.of(column.type(), value);
    }
    return digests;
  }

  /// A row whose id is no number; no database of Headscale's own making has one.
  static final class UnnumberedRowException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnnumberedRowException(String table) {
      super("a row of the table " + table + " has no number as its id");
    }
  }

  void put(String table, long id, long[] digests) {
    tables.computeIfAbsent(table, _ -> new TreeMap<>()).put(id, digests);
  }

  void remove(String table, long id) {
    rows(table).remove(id);
  }

  Image copy() {
    Image copy = new Image();
    tables.forEach((table, rows) -> copy.tables.put(table, new TreeMap<>(rows)));
    return copy;
  }

  List<String> tables() {
    return List.copyOf(tables.keySet());
  }

  NavigableMap<Long, long[]> rows(String table) {
    return tables.getOrDefault(table, Collections.emptyNavigableMap());
  }

  long @Nullable [] find(String table, long id) {
    return rows(table).get(id);
  }

  boolean isEmpty() {
    return tables.values().stream().allMatch(Map::isEmpty);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Image image) || !image.tables.keySet().equals(tables.keySet())) {
      return false;
    }
    return tables.entrySet().stream()
        .allMatch(table -> sameRows(table.getValue(), image.rows(table.getKey())));
  }

  private static boolean sameRows(Map<Long, long[]> one, Map<Long, long[]> other) {
    return one.size() == other.size()
        && one.entrySet().stream()
            .allMatch(row -> Arrays.equals(row.getValue(), other.get(row.getKey())));
  }

  @Override
  public int hashCode() {
    return tables.keySet().hashCode();
  }

  /// Equal exactly where no row differs.
  String fingerprint() {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
    for (String table : tables.keySet()) {
      sha256.update((table + "\n").getBytes(StandardCharsets.UTF_8));
      rows(table)
          .forEach((id, digests) -> {
            ByteBuffer row = ByteBuffer.allocate(Long.BYTES * (digests.length + 1)).putLong(id);
            for (long digest : digests) {
              row.putLong(digest);
            }
            sha256.update(row.array());
          });
    }
    return "sha256:" + HexFormat.of().formatHex(sha256.digest());
  }
}
