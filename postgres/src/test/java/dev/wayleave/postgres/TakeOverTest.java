package dev.wayleave.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.postgres.ClusterException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What one process finds when another works, or worked, on the same data directory.
class TakeOverTest extends ClusterRoom {

  @Test
  void refusesADirectoryThatThisProcessHasOpen() throws Exception {
    useClosedCluster();
    try (EmbeddedCluster cluster = open()) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertInUse(ProcessHandle.current().pid());
      }
      // The refusal itself must not have unlocked the directory for others.
      try (ChildJvm child = ChildJvm.start(data, BINARIES)) {
        assertThat(child.line())
            .startsWith("IN_USE: ")
            .contains("in use by process " + ProcessHandle.current().pid());
      }
      try (Sql sql = Sql.on(cluster)) {
        assertThat(sql.value("SELECT 1")).isEqualTo("1");
      }
    }
    open().close();
  }

  @Test
  void refusesADirectoryThatAnotherLiveProcessHasOpen() throws Exception {
    useClosedCluster();
    try (ChildJvm child = ChildJvm.start(data, BINARIES)) {
      assertThat(child.line()).startsWith("open on port");
      assertInUse(child.process().pid());
      child.finish();
    }
    open().close();
  }

  @Test
  void endsTheServerOfAKilledProcessAndKeepsItsData() throws Exception {
    useClosedCluster();
    long orphan;
    try (ChildJvm child = ChildJvm.start(data, BINARIES)) {
      assertThat(child.line()).startsWith("open on port");
      child.kill();
      orphan = processes().postmaster().orElseThrow();
    }
    try (EmbeddedCluster cluster = open();
        Sql sql = Sql.on(cluster)) {
      assertThat(cluster.tookOver()).isTrue();
      assertThat(processes().postmaster().orElseThrow()).isNotEqualTo(orphan);
      assertThat(sql.value("SELECT count(*) FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void recoversAfterTheServerItselfWasKilled() throws Exception {
    useClosedCluster();
    EmbeddedCluster first = open();
    try (Sql sql = Sql.on(first)) {
      sql.run("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id");
    }
    ProcessHandle.of(processes().postmaster().orElseThrow()).orElseThrow().destroyForcibly();
    first.close();
    assertThat(data.resolve("pg/postmaster.pid")).exists();
    try (EmbeddedCluster cluster = open();
        Sql sql = Sql.on(cluster)) {
      assertThat(cluster.tookOver()).isFalse();
      assertThat(sql.value("SELECT count(*) FROM kept")).isEqualTo("1000");
    }
  }

  @Test
  void startsAlthoughAStrangerNowHasTheProcessIdInThePidFile() throws Exception {
    useClosedCluster();
    Path pidFile = data.resolve("pg/postmaster.pid");
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(
          pidFile, stranger.pid() + "\n" + data.resolve("pg") + "\n1\n5432\n\n127.0.0.1\n");
      open().close();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void startsAlthoughThePidFileWasCutShort() throws Exception {
    useClosedCluster();
    Files.writeString(data.resolve("pg/postmaster.pid"), "");
    open().close();
  }

  @Test
  void worksInADirectoryWithSpacesAndLettersBeyondAscii() throws Exception {
    List<String> arguments = List.of(temporary.toString(), BINARIES.toString(), "umlauts");
    String classPath = System.getProperty("java.class.path");
    for (int opening = 0; opening < 2; opening++) {
      try (ChildJvm child = ChildJvm.start(List.of(), classPath, arguments)) {
        assertThat(child.line()).startsWith("open on port");
        child.finish();
      }
    }
  }

  private void assertInUse(long pid) {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            ClusterException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE))
        .hasMessageContaining(data + " is in use by process " + pid);
  }
}
