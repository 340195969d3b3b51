package dev.wayleave.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.postgres.ClusterException.Reason;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedClusterTest extends ClusterRoom {

  @Test
  void keepsDataFromOneOpeningToTheNext() throws Exception {
    List<String> first = new ArrayList<>();
    try (EmbeddedCluster cluster =
            EmbeddedCluster.open(data, settings(), (what, _, _) -> first.add(what));
        Sql sql = Sql.on(cluster)) {
      sql.run("CREATE TABLE kept AS SELECT 42 AS id");
      assertThat(cluster.version()).startsWith("18.");
      assertThat(cluster.tookOver()).isFalse();
    }
    List<String> second = new ArrayList<>();
    try (EmbeddedCluster cluster =
            EmbeddedCluster.open(data, settings(), (what, _, _) -> second.add(what));
        Sql sql = Sql.on(cluster)) {
      assertThat(sql.value("SELECT id FROM kept")).isEqualTo("42");
    }
    assertThat(first).contains("creating the database cluster", "starting PostgreSQL");
    assertThat(second).doesNotContain("creating the database cluster");
  }

  @Test
  void unpacksAndSyncsInAProductionDirectory() throws Exception {
    ClusterSettings durable = ClusterSettings.durable(new SecureRandom());
    try (EmbeddedCluster cluster = EmbeddedCluster.open(data, durable, ClusterProgress.SILENT);
        Sql sql = Sql.on(cluster)) {
      assertThat(data.resolve("pg-bin-" + cluster.version())).isDirectory();
      assertThat(sql.value("SHOW fsync")).isEqualTo("on");
      assertThat(sql.value("SHOW data_checksums")).isEqualTo("on");
    }
    try (var left = Files.list(data)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .noneMatch(name -> name.contains("unpacking") || name.contains("pg-new"));
    }
  }

  @Test
  void stopsWithinItsLimitAlthoughAClientIsInATransaction() throws Exception {
    useClosedCluster();
    EmbeddedCluster cluster = open();
    try (Sql sql = Sql.on(cluster)) {
      sql.connection().setAutoCommit(false);
      sql.run("CREATE TABLE never_committed (id int)");
      long before = System.nanoTime();
      cluster.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
      assertThat(processes().areAlive()).isFalse();
    }
    cluster.close();
  }

  @Test
  void killsAServerThatReactsToNothing() throws Exception {
    useClosedCluster();
    EmbeddedCluster cluster = open();
    try (Sql sql = Sql.on(cluster)) {
      sql.run("CREATE TABLE kept AS SELECT 7 AS id");
    }
    long postmaster = processes().postmaster().orElseThrow();
    new ProcessBuilder("kill", "-STOP", Long.toString(postmaster)).start().waitFor();
    cluster.stop(Duration.ofSeconds(2));
    assertThat(processes().areAlive()).isFalse();
    try (EmbeddedCluster again = open();
        Sql sql = Sql.on(again)) {
      assertThat(sql.value("SELECT id FROM kept")).isEqualTo("7");
    }
  }

  @Test
  void leavesTheModeOfADirectoryWithOtherThingsInItAlone() throws Exception {
    useClosedCluster();
    Files.delete(data.resolve("wayleave.lock"));
    Files.writeString(data.resolve("letter.txt"), "not ours");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EmbeddedCluster _ = open()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
          .isEqualTo("rwxr-xr-x");
    }
  }

  @Test
  void refusesASystemItHasNoBundleFor() {
    assertThatThrownBy(() -> Bundle.forMachine("Windows 11", "amd64"))
        .isInstanceOfSatisfying(
            ClusterException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_PLATFORM))
        .hasMessageContaining("Windows 11 on amd64")
        .hasMessageContaining("WAYLEAVE_DB_URL");
  }

  @Test
  void bringsBundlesForBothArchitectures() throws Exception {
    for (String architecture : List.of("amd64", "aarch64")) {
      try (var archive = Bundle.forMachine("Linux", architecture).open()) {
        assertThat(archive.readNBytes(6)).startsWith(0xFD, '7', 'z', 'X', 'Z', 0);
      }
    }
  }
}
