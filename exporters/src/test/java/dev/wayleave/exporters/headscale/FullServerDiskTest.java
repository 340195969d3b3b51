package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.postgres.ClusterProgress;
import dev.wayleave.postgres.ClusterSettings;
import dev.wayleave.postgres.EmbeddedCluster;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A PostgreSQL server whose disk is full in the middle of an apply: one sentence, nothing is kept,
/// and a second run completes once there is room.
class FullServerDiskTest {
  private static final int MIB = 1 << 20;

  private static final int NODES = 24;

  private static final String FULL =
      "FAILED The disk of the database 127\\.0\\.0\\.1:\\d+/headscale is full; free some space"
          + " there and try again\\. What was there before is untouched\\.";

  /// Where there is not even room for what the server notes of a new connection.
  private static final String FULL_AT_ONCE =
      "UNAVAILABLE the disk of the database 127\\.0\\.0\\.1:\\d+/headscale is full; free some space"
          + " there and try again\\.";

  private static final String LOST =
      "UNAVAILABLE The connection to the database 127\\.0\\.0\\.1:\\d+/headscale was lost.*";

  /// What lies on the disk. PostgreSQL's own log comes in files of 16 MiB, and where the next one
  /// does not fit, the whole server ends.
  private enum Part {
    TABLES(FULL + "|" + FULL_AT_ONCE),
    EVERYTHING(FULL + "|" + FULL_AT_ONCE + "|" + LOST);

    private final String sentences;

    Part(String sentences) {
      this.sentences = sentences;
    }
  }

  /// A disk.
  ///
  /// @param room what is left of it, in MiB; what is applied takes some 26
  record Disk(Part part, int room) {}

  static final List<Disk> DISKS =
      Breadth.of(
          List.of(new Disk(Part.TABLES, 12)),
          Stream.of(Part.values())
              .flatMap(part -> Stream.of(1, 4, 8, 12, 17, 20, 24).map(room -> new Disk(part, room)))
              .toList());

  /// In MiB. Tables may not grow beyond; the log's files of 16 MiB may.
  static final List<Integer> LARGEST_FILES = Breadth.of(List.of(17), List.of(17, 19, 21));

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("DISKS")
  void fullDiskIsOneSentenceAndNothingIsKept(Disk disk) throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("disk"));
    List<String> told =
        ChildRun.onDisk(mounted, 300)
            .lines(
                OnFullDisk.class,
                folder.toString(),
                disk.part().name(),
                Integer.toString(disk.room()));
    assertThat(told).hasSize(3);
    assertThat(told.getFirst()).matches(disk.part().sentences);
    assertThat(told.subList(1, 3)).containsExactly("tables: 0", "applied " + NODES);
  }

  @ParameterizedTest(name = "no file over {0} MiB")
  @FieldSource("LARGEST_FILES")
  void tableThatMayNotGrowIsOneSentenceAndNothingIsKept(int mebibytes) throws Exception {
    Path data = folder.resolve("data");
    try (EmbeddedCluster cluster = open(data)) {
      run(cluster, "postgres", "CREATE DATABASE headscale");
    }
    List<String> told =
        ChildRun.withFilesUpTo(mebibytes).lines(OnLimitedFiles.class, data.toString());
    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).matches(FULL);
    assertThat(told.getLast()).isEqualTo("tables: 0");
    try (EmbeddedCluster cluster = open(data)) {
      apply(target(cluster));
      assertThat(target(cluster).read(Progress.SILENT).nodes()).hasSize(NODES);
    }
  }

  private static EmbeddedCluster open(Path data) throws Exception {
    return EmbeddedCluster.open(
        data, ClusterSettings.disposable(new SecureRandom(), binaries()), ClusterProgress.SILENT);
  }

  /// Where the other tests' server has unpacked them.
  private static Path binaries() {
    String root = System.getProperty("wayleave.root", "");
    return Path.of(root.isEmpty() ? "target" : root + "/target").toAbsolutePath();
  }

  private static InventoryTarget target(EmbeddedCluster cluster) {
    PostgresAddress address =
        new PostgresAddress(
            "127.0.0.1", cluster.port(), "headscale", cluster.user(), "disable", null);
    return Targets.postgres(address, cluster.password());
  }

  private static void apply(InventoryTarget target) throws Exception {
    target.apply(
        target.plan(bulky(), PlanOptions.CAREFUL, Progress.SILENT), Set.of(), Progress.SILENT);
  }

  /// Large by what devices say of themselves, which does not compress, so that few rows fill a
  /// disk.
  private static Reading bulky() throws Exception {
    Reading bulky = TailnetBuilder.seeded(7).bare().nodes(NODES).reading();
    Random random = new Random(7);
    byte[] noise = new byte[MIB / 2];
    for (int node = 1; node <= NODES; node++) {
      random.nextBytes(noise);
      bulky = Edits.hostinfo(bulky, node, "{\"OS\":\"" + HexFormat.of().formatHex(noise) + "\"}");
    }
    return bulky;
  }

  private static String run(EmbeddedCluster cluster, String database, String sql)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                cluster.jdbcUrl(database), cluster.user(), cluster.password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /// How many tables and other things are there that are not PostgreSQL's own.
  private static String tables(EmbeddedCluster cluster) throws SQLException {
    return "tables: "
        + run(
            cluster,
            "headscale",
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                + " WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'");
  }

  private static String refusal(EmbeddedCluster cluster) throws Exception {
    try {
      apply(target(cluster));
      return "it fitted";
    } catch (TargetException e) {
      return e.reason() + " " + e.getMessage();
    }
  }

  /// Applies under the limit on files, and prints why that failed and what is there then.
  static final class OnLimitedFiles {
    private OnLimitedFiles() {}

    public static void main(String[] words) throws Exception {
      try (EmbeddedCluster cluster = open(Path.of(words[0]))) {
        System.out.println(refusal(cluster));
        System.out.println(tables(cluster));
      }
    }
  }

  /// Fills the disk of a server and applies to it; prints why that failed, what is there then, and
  /// what a second run does once the disk has room.
  static final class OnFullDisk {
    private OnFullDisk() {}

    public static void main(String[] words) throws Exception {
      Path folder = Path.of(words[0]);
      Path disk = folder.resolve("disk");
      Part part = Part.valueOf(words[1]);
      Path data = (part == Part.EVERYTHING ? disk : folder).resolve("data");
      Path filler;
      try (EmbeddedCluster cluster = open(data)) {
        String space = "";
        if (part == Part.TABLES) {
          Path tables = Files.createDirectory(disk.resolve("tables"));
          run(cluster, "postgres", "CREATE TABLESPACE small LOCATION '" + tables + "'");
          space = " TABLESPACE small";
        }
        run(cluster, "postgres", "CREATE DATABASE headscale" + space);
        filler = fill(disk.resolve("filler"), Long.parseLong(words[2]) * MIB);
        System.out.println(refusal(cluster));
      }
      Files.delete(filler);
      try (EmbeddedCluster cluster = open(data)) {
        System.out.println(tables(cluster));
        apply(target(cluster));
        System.out.println("applied " + target(cluster).read(Progress.SILENT).nodes().size());
      }
    }

    /// Leaves so much room and no more.
    private static Path fill(Path filler, long room) throws IOException {
      byte[] block = new byte[MIB];
      try (OutputStream out = Files.newOutputStream(filler)) {
        FileStore store = Files.getFileStore(filler);
        while (store.getUsableSpace() > room) {
          out.write(block);
        }
      }
      return filler;
    }
  }
}
