package dev.wayleave.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds while a cluster is open; the tests only look, so they share one.
class OpenClusterTest {
  @TempDir static Path shared;
  static Path data;
  static EmbeddedCluster cluster;

  @BeforeAll
  static void openCluster() throws Exception {
    data = shared.resolve("shared data");
    cluster = EmbeddedCluster.open(data, ClusterRoom.settings(), ClusterProgress.SILENT);
  }

  @AfterAll
  static void closeCluster() throws Exception {
    cluster.close();
    assertThat(ClusterRoom.processes(data).areAlive()).isFalse();
  }

  @Test
  void speaksUtcAndPlainMessagesAndListensOnLoopbackOnly() throws Exception {
    try (Sql sql = Sql.on(cluster)) {
      assertThat(sql.value("SELECT setting FROM pg_settings WHERE name = 'log_timezone'"))
          .isEqualTo("UTC");
      assertThat(sql.value("SHOW lc_messages")).isEqualTo("C");
      assertThat(sql.value("SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(sql.value("SHOW unix_socket_directories")).isEmpty();
      assertThat(sql.value("SHOW max_connections")).isEqualTo("50");
      assertThat(sql.value("SHOW server_encoding")).isEqualTo("UTF8");
      for (InetAddress address : outsideAddresses()) {
        assertThatThrownBy(() -> new Socket(address, cluster.port()).close())
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void refusesLoginWithoutTheGeneratedPassword() throws Exception {
    assertThat(cluster.password()).matches("[0-9a-f]{48}");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("pg-password"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertThatThrownBy(
            () -> DriverManager.getConnection(cluster.jdbcUrl(), cluster.user(), "guess"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void keepsTheLogWithinItsBound() throws Exception {
    try (Sql sql = Sql.on(cluster)) {
      Path log = data.resolve("pg.log");
      Files.writeString(log, "x".repeat(9 << 20));
      cluster.trimLog();
      assertThat(Files.size(log)).isZero();
      assertThat(Files.size(data.resolve("pg.log.1"))).isEqualTo(9 << 20);
      sql.run("DO $$ BEGIN RAISE LOG 'written after the cut'; END $$");
      assertThat(log).content().startsWith("20").contains("written after the cut");
    }
  }

  @Test
  void runsInASessionOfItsOwnSoThatCtrlCDoesNotReachIt() throws Exception {
    long postmaster = ClusterRoom.processes(data).postmaster().orElseThrow();
    assertThat(session(postmaster)).isEqualTo(postmaster).isNotEqualTo(session(ownPid()));
  }

  private static List<InetAddress> outsideAddresses() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress())
        .toList();
  }

  private static long ownPid() {
    return ProcessHandle.current().pid();
  }

  /// The session id is the fourth field after the name in brackets.
  private static long session(long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
  }
}
