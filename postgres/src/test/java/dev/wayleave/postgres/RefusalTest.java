package dev.wayleave.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.postgres.ClusterException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every way in which a data directory can be unfit gives one sentence that says what to do.
class RefusalTest extends ClusterRoom {

  @Test
  void refusesAClusterOfAnotherMajorReleaseAndLeavesItAlone() throws Exception {
    useClosedCluster();
    Path version = data.resolve("pg/PG_VERSION");
    Files.writeString(version, "17\n");
    assertRefused(Reason.OTHER_MAJOR, "was made by PostgreSQL 17", "brings PostgreSQL 18");
    Files.writeString(version, "18\n");
    open().close();
  }

  @Test
  void refusesADirectoryCalledPgThatIsNoClusterAndLeavesItAlone() throws Exception {
    Path precious = Files.createDirectories(data.resolve("pg")).resolve("precious");
    Files.writeString(precious, "not ours");
    assertRefused(Reason.BAD_PATH, data + "/pg is not a database cluster", "move it away");
    assertThat(precious).hasContent("not ours");
  }

  @Test
  void makesAClusterAnewAfterACrashInItsMaking() throws Exception {
    Path half = Files.createDirectories(data.resolve("pg-new-123/base/1"));
    Files.writeString(half.resolve("PG_VERSION"), "18\n");
    Files.writeString(data.resolve("pg-password"), "of the half-made one\n");
    try (EmbeddedCluster cluster = open()) {
      assertThat(cluster.password()).matches("[0-9a-f]{48}");
    }
    assertThat(data.resolve("pg-new-123")).doesNotExist();
  }

  @Test
  void makesTheDatabaseAfterACrashBetweenClusterAndDatabase() throws Exception {
    useClosedCluster();
    try (EmbeddedCluster cluster = open();
        Sql sql = new Sql(cluster.jdbcUrl("postgres"), cluster)) {
      sql.run("DROP DATABASE wayleave");
    }
    try (EmbeddedCluster cluster = open();
        Sql sql = Sql.on(cluster)) {
      assertThat(sql.value("SELECT current_database()")).isEqualTo("wayleave");
    }
  }

  @Test
  void saysWhichPasswordFileIsWrongOrMissing() throws Exception {
    useClosedCluster();
    Path password = data.resolve("pg-password");
    Files.writeString(password, "wrong\n");
    assertRefused(Reason.WRONG_PASSWORD, password.toString(), "does not open");
    Files.delete(password);
    assertRefused(Reason.WRONG_PASSWORD, password.toString(), "is missing");
    assertThat(processes().areAlive()).isFalse();
  }

  @Test
  void unpacksAgainWhenBinariesAreIncomplete() throws Exception {
    Path home = temporary.resolve("binaries");
    Bundle bundle = Bundle.forThisMachine();
    Binaries.in(BINARIES, bundle, ClusterProgress.SILENT);
    copyTree(BINARIES, home);
    Path server = home.resolve("pg-bin-" + bundle.version()).resolve("bin/postgres");
    long size = Files.size(server);
    Files.writeString(server, "");
    Binaries.in(home, bundle, ClusterProgress.SILENT);
    assertThat(Files.size(server)).isEqualTo(size);
  }

  @Test
  void saysThatTheServerDidNotStartAndWhy() throws Exception {
    useClosedCluster();
    Path configuration = data.resolve("pg/postgresql.conf");
    Files.writeString(configuration, "shared_buffers = many\n");
    assertRefused(Reason.START_FAILED, "did not start", "(configuration file \"", data + "/pg.log");
  }

  @Test
  void givesUpWhenTheStartTakesLongerThanItsLimit() throws Exception {
    useClosedCluster();
    // An archive that never answers looks like an endless recovery.
    Files.createFile(data.resolve("pg/recovery.signal"));
    Files.writeString(
        data.resolve("pg/postgresql.auto.conf"), "restore_command = 'exec sleep 60'\n");
    ClusterSettings impatient = settings().withStartLimit(Duration.ofSeconds(1));
    assertThatThrownBy(() -> EmbeddedCluster.open(data, impatient, ClusterProgress.SILENT))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("was not ready within 1 s");
    assertThat(processes().areAlive()).isFalse();
  }

  @Test
  void refusesAPathThatIsNotADirectoryOrBreaksTheTools() throws Exception {
    Files.writeString(data, "a file");
    assertRefused(Reason.BAD_PATH, data + " is not a directory");
    Files.delete(data);
    data = temporary.resolve("cost$HOME");
    assertRefused(Reason.BAD_PATH, "cost$HOME", "choose another path");
    assertThat(data).doesNotExist();
  }

  @Test
  void turnsFullDisksAndClosedDirectoriesIntoSentences() throws Exception {
    Path where = Path.of("/srv/wayleave");
    assertThat(ClusterException.of("use", where, new IOException("No space left on device")))
        .hasMessage(
            "The disk that holds /srv/wayleave is full: free about 200 MB and start again.");
    // Not even root may make a directory in /proc.
    data = Path.of("/proc/wayleave");
    assertRefused(Reason.NO_ACCESS, "/proc/wayleave", "choose another data directory");
  }

  @Test
  void saysThatTheDiskIsFullWhenAFileSizeLimitStopsTheUnpacking() throws Exception {
    Path binaries = temporary.resolve("binaries");
    try (ChildJvm child = limitedTo(4096, binaries)) {
      assertThat(child.line()).startsWith("DISK_FULL: ").contains("free about 200 MB");
    }
    try (var left = Files.list(binaries)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void leavesNothingOfAClusterWhoseMakingFilledTheDisk() throws Exception {
    Binaries.in(BINARIES, Bundle.forThisMachine(), ClusterProgress.SILENT);
    try (ChildJvm child = limitedTo(8192, BINARIES)) {
      assertThat(child.line()).startsWith("DISK_FULL: ").contains("free about 200 MB");
    }
    try (var left = Files.list(data)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("pg-password", "wayleave.lock");
    }
    open().close();
  }

  /// A limit on the size of files, which the shell counts in 512 bytes, stands in for a full disk.
  private ChildJvm limitedTo(int kibibytes, Path binaries) throws IOException {
    String limit = "ulimit -f %d; trap '' XFSZ; exec \"$@\"".formatted(kibibytes * 2);
    return ChildJvm.start(
        List.of("sh", "-c", limit, "sh"),
        System.getProperty("java.class.path"),
        List.of(data.toString(), binaries.toString()));
  }

  @Test
  void refusesTheClusterOfAnotherUser() throws Exception {
    ChildJvm.assumeOtherUser();
    useClosedCluster();
    UserPrincipal nobody =
        data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setOwner(data.resolve("pg"), nobody);
    assertRefused(Reason.NO_ACCESS, data + "/pg belongs to nobody", "run it as nobody");
  }

  @Test
  void deletesBinariesOfEarlierReleasesAndOfCrashesWhileUnpacking() throws Exception {
    useClosedCluster();
    Binaries.in(BINARIES, Bundle.forThisMachine(), ClusterProgress.SILENT);
    copyTree(BINARIES, temporary.resolve("binaries"));
    try (var unpacked = Files.list(temporary.resolve("binaries"))) {
      for (Path home : unpacked.toList()) {
        Files.move(home, data.resolve(home.getFileName()));
      }
    }
    Path earlier = Files.createDirectories(data.resolve("pg-bin-18.1.0/bin")).getParent();
    Path crashed = Files.createDirectory(data.resolve("pg-bin-18.4.0-unpacking123"));
    ClusterSettings durable = ClusterSettings.durable(new SecureRandom());
    try (EmbeddedCluster cluster = EmbeddedCluster.open(data, durable, ClusterProgress.SILENT)) {
      assertThat(earlier).doesNotExist();
      assertThat(crashed).doesNotExist();
      assertThat(data.resolve("pg-bin-" + cluster.version())).exists();
    }
  }

  @Test
  void worksAsANormalUser() throws Exception {
    ChildJvm.assumeOtherUser();
    Path open = Files.createDirectory(temporary.resolve("open"));
    for (Path directory : List.of(temporary, open)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    String classPath = ChildJvm.readableClassPath(Files.createDirectory(open.resolve("classes")));
    Binaries.in(BINARIES, Bundle.forThisMachine(), ClusterProgress.SILENT);
    copyTree(BINARIES, open.resolve("binaries"));
    List<String> arguments =
        List.of(open.resolve("data").toString(), open.resolve("binaries").toString());
    for (int opening = 0; opening < 2; opening++) {
      try (ChildJvm child = ChildJvm.start(ChildJvm.AS_NOBODY, classPath, arguments)) {
        assertThat(child.line()).startsWith("open on port");
        child.finish();
      }
    }
  }

  private void assertRefused(Reason reason, String... parts) {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            ClusterException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .message()
        .contains(parts)
        .doesNotContain("\n")
        .endsWith(".");
  }
}
