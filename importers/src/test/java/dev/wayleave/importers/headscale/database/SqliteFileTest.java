package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.seed.Breadth;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Opening SQLite files: bad ones, those in use, and leaving all of them as they were.
class SqliteFileTest {
  private static final String SET = "0.29.2-sqlite";

  /// A shorter file has no whole header.
  private static final int SHORTEST_CUT = 512;

  private static final int FILE_SIZE = 110_592;

  static final List<Integer> CUTS =
      Breadth.of(
          List.of(SHORTEST_CUT, 4096, 50_000, 106_496),
          IntStream.iterate(SHORTEST_CUT, cut -> cut < FILE_SIZE, cut -> cut + 511)
              .boxed()
              .toList());

  private static final int READINGS = Breadth.of(5, 100);

  @TempDir Path folder = Path.of("");
  @TempDir Path temporary = Path.of("");

  private DatabaseReading read(Path file) throws SourceException {
    return new HeadscaleDatabase.SqliteFile(file, temporary).read(Progress.SILENT);
  }

  private Path set() {
    return Fixtures.copySet(SET, folder).resolve("db.sqlite");
  }

  private Path live() {
    return Fixtures.copySet(SET, folder).resolve("live/db.sqlite");
  }

  /// The copies hold keys: none may outlive its reading, however that ended.
  @AfterEach
  void leavesNoTemporaryFile() throws Exception {
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  /// Names, sizes, times and content of what lies in a folder.
  private static Map<String, String> state(Path folder) throws Exception {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        state.put(
            file.getFileName().toString(),
            Files.getLastModifiedTime(file)
                + " "
                + ByteBuffer.wrap(Files.readAllBytes(file)).hashCode());
      }
    }
    return state;
  }

  /// Names alone, without the journal that a busy writer makes and deletes all the time.
  private static Set<String> lastingNames(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith("-journal"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void refuses(Path file, String... words) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageNotContainingAny("Exception", "SQLITE_", "\n");
  }

  @Test
  void missingFile() {
    refuses(folder.resolve("none.sqlite"), "does not exist", "database.sqlite.path");
  }

  @Test
  void directory() throws Exception {
    refuses(Files.createDirectory(folder.resolve("data")), "is a directory");
  }

  @Test
  void emptyFile() throws Exception {
    refuses(Files.createFile(folder.resolve("db.sqlite")), "is empty");
  }

  @Test
  void fileOfAnotherKindOrEncrypted() throws Exception {
    refuses(
        Files.writeString(folder.resolve("config.yaml"), "server_url: x\n".repeat(50)),
        "not an SQLite database",
        "encrypted");
  }

  @Test
  void headerCutShort() throws Exception {
    Path file = set();
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));
    refuses(file, "cut short", "60 bytes");
  }

  @ParameterizedTest
  @FieldSource("CUTS")
  void truncatedFile(int size) throws Exception {
    Path file = set();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
    refuses(file, "cut short", size + " bytes of", "backup");
  }

  @Test
  void corruptPage() throws Exception {
    Path file = set();
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (long page = 1; page < bytes.length() / 4096; page++) {
        bytes.seek(page * 4096);
        bytes.write(new byte[] {(byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef});
      }
    }
    refuses(file, "is damaged", "backup");
  }

  @Test
  void corruptSchema() throws Exception {
    Path file = set();
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(100);
      bytes.write(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    }
    refuses(file, "is damaged");
  }

  @Test
  void databaseOfAnotherProgram() {
    Path file = Fixtures.sqliteOf("CREATE TABLE users(id integer)", folder.resolve("other.sqlite"));
    refuses(file, "not Headscale's");
  }

  @Test
  void newerSchemaWithoutTheColumnsThatMatter() {
    Path file =
        Fixtures.sqliteOf(
            """
            CREATE TABLE users(id integer, name text);
            CREATE TABLE nodes(id integer, keys text);
            CREATE TABLE migrations(id text);
            INSERT INTO migrations VALUES ('203001010000-next');
            """,
            folder.resolve("new.sqlite"));
    refuses(file, "newer Headscale", "newer Wayleave");
  }

  @Test
  void unreadableFile() throws Exception {
    Assumptions.assumeFalse(
        "root".equals(System.getProperty("user.name")), "root may read every file");
    Path file = set();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    refuses(file, "permission denied");
  }

  @Test
  void sharedMemoryWithoutItsWriteAheadLog() throws Exception {
    Path file = live();
    Files.delete(file.resolveSibling("db.sqlite-wal"));
    refuses(file, "-shm", "without its -wal", "copy the -wal file too");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void noRoomForTheCopy(String mode) throws Exception {
    Path file = set();
    Fixtures.sqliteOf("INSERT INTO policies(data) VALUES (hex(zeroblob(9000000)))", file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = " + mode);
    }
    assertThat(LimitedProcess.read(file, temporary))
        .contains(
            "FAILED: " + file.toRealPath() + " could not be copied", "no room left", "TMPDIR");
  }

  @Test
  void temporaryFolderThatIsNone() throws Exception {
    Path file = set();
    HeadscaleDatabase database =
        new HeadscaleDatabase.SqliteFile(file, Files.createFile(folder.resolve("file")));
    assertThatThrownBy(() -> database.read(Progress.SILENT))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("could not be copied");
  }

  @Test
  void writeAheadLogIsReadAndNothingBesideItChanges() throws Exception {
    Path file = live();
    Map<String, String> before = state(file.resolveSibling(""));
    assertThat(before).hasSize(3);
    DatabaseReading read = read(file);
    assertThat(read.users()).hasSize(14);
    assertThat(read.nodes()).hasSize(33);
    assertThat(state(file.resolveSibling(""))).isEqualTo(before);
  }

  @Test
  void logOfACrashedServerIsReadWithoutASharedMemoryFile() throws Exception {
    Path file = live();
    Files.delete(file.resolveSibling("db.sqlite-shm"));
    Map<String, String> before = state(file.resolveSibling(""));
    assertThat(read(file).nodes()).hasSize(33);
    assertThat(state(file.resolveSibling(""))).isEqualTo(before);
  }

  @Test
  void fileWithoutItsLogIsReadAsItIs() throws Exception {
    Path file = live();
    Files.delete(file.resolveSibling("db.sqlite-shm"));
    Files.delete(file.resolveSibling("db.sqlite-wal"));
    Map<String, String> before = state(file.resolveSibling(""));
    DatabaseReading read = read(file);
    assertThat(read.users()).hasSize(13);
    assertThat(read.nodes()).hasSize(30);
    assertThat(state(file.resolveSibling(""))).isEqualTo(before);
  }

  @Test
  void readsFromAFolderThatCannotBeWritten() throws Exception {
    Path file = live();
    Path parent = file.resolveSibling("");
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(read(file).nodes()).hasSize(33);
    } finally {
      Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void pathsMayHoldAnyCharacter() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("a?b#c%20d 'é\""));
    Path file = Fixtures.copySet(SET, odd).resolve("db.sqlite");
    assertThat(read(file).nodes()).hasSize(33);
  }

  @Test
  void symbolicLinkLeadsToTheLogToo() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.sqlite"), live());
    assertThat(read(link).nodes()).hasSize(33);
  }

  @Test
  void rollbackJournalOfACrashedWriterIsRolledBackInTheCopyOnly() throws Exception {
    Path file = set();
    Path crashed = folder.resolve("crashed.sqlite");
    try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = writer.createStatement()) {
      statement.execute("PRAGMA journal_mode = DELETE");
      statement.execute("PRAGMA cache_size = 1");
      statement.execute("PRAGMA cache_spill = 1");
      writer.setAutoCommit(false);
      statement.executeUpdate("UPDATE nodes SET host_info = hex(randomblob(4000))");
      statement.executeUpdate("DELETE FROM users");
      // As a crash would leave them: the pages written so far, and the journal that undoes them.
      Files.copy(file, crashed);
      Files.copy(
          file.resolveSibling("db.sqlite-journal"), folder.resolve("crashed.sqlite-journal"));
      writer.rollback();
    }
    Map<String, String> before = state(folder);
    DatabaseReading read = read(crashed);
    assertThat(read.users()).hasSize(14);
    assertThat(state(folder)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void readsWhileAServerHoldsItOpen(String mode) throws Exception {
    Path file = set();
    try (WriterProcess writer = WriterProcess.start(file, mode)) {
      Set<String> names = lastingNames(file.resolveSibling(""));
      long before = writer.commits();
      for (int i = 0; i < READINGS; i++) {
        DatabaseReading read = read(file);
        // Each transaction of the writer adds a user and a policy: a torn copy would show one
        // alone.
        assertThat(read.users().size() - 14).isEqualTo(read.policies().size() - 2);
        assertThat(read.users().size() - 14L).isGreaterThanOrEqualTo(before);
      }
      assertThat(writer.commitsAfter(before)).isGreaterThan(before);
      assertThat(lastingNames(file.resolveSibling(""))).containsExactlyElementsOf(names);
    }
  }
}
