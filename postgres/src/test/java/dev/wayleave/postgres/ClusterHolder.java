package dev.wayleave.postgres;

import java.nio.file.Path;
import java.security.SecureRandom;

/// A process that opens a cluster, says so, and holds it until its input ends.
///
/// Its arguments are the data directory and the home of the binaries; with a third one, `umlauts`,
/// the data directory is one with spaces and letters beyond ASCII below the first.
final class ClusterHolder {
  static final String ODD_NAME = "wäy leave/データ's dir";

  private ClusterHolder() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    Path directory = arguments.length > 2 ? data.resolve(ODD_NAME) : data;
    var settings = ClusterSettings.disposable(new SecureRandom(), Path.of(arguments[1]));
    try (EmbeddedCluster cluster =
        EmbeddedCluster.open(directory, settings, ClusterProgress.SILENT)) {
      try (Sql sql = Sql.on(cluster)) {
        sql.run("CREATE TABLE IF NOT EXISTS kept (id int)");
        sql.run("INSERT INTO kept VALUES (1)");
      }
      System.out.println("open on port " + cluster.port());
      while (System.in.read() >= 0) {
        // Whatever is typed does not matter; the end of the input does.
      }
    } catch (ClusterException e) {
      System.out.println(e.reason() + ": " + e.getMessage());
    }
  }
}
