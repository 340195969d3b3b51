package dev.wayleave.bench;

import dev.wayleave.postgres.ClusterException;
import dev.wayleave.postgres.ClusterProgress;
import dev.wayleave.postgres.ClusterSettings;
import dev.wayleave.postgres.EmbeddedCluster;
import dev.wayleave.testkit.line.Forwarder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/// What several replicas need around them: a PostgreSQL, and a forwarder that hands clients to one
/// replica after the other. Both end with standard input.
///
/// It prints one line, `URL USER PASSWORD PID PORT`: of the database and of the forwarder. A line
/// of ports on standard input says where the replicas are.
final class ReplicaGround {
  private ReplicaGround() {}

  public static void main(String[] arguments) throws IOException, ClusterException {
    Path folder = Path.of(arguments[0]);
    ClusterSettings settings = ClusterSettings.durable(new SecureRandom());
    try (EmbeddedCluster cluster = EmbeddedCluster.open(folder, settings, ClusterProgress.SILENT);
        Forwarder forwarder = new Forwarder()) {
      // Also where a signal ends it: PostgreSQL would go on alone.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster), "stop-postgres"));
      String pid = Files.readAllLines(cluster.directory().resolve("postmaster.pid")).getFirst();
      System.out.printf(
          "%s %s %s %s %d%n",
          cluster.jdbcUrl().substring("jdbc:".length()),
          cluster.user(),
          cluster.password(),
          pid,
          forwarder.port());
      System.out.flush();
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        forwarder.lead(replicas(line));
      }
    }
  }

  private static void stop(EmbeddedCluster cluster) {
    try {
      cluster.close();
    } catch (ClusterException e) {
      System.err.println(e.getMessage());
    }
  }

  private static List<InetSocketAddress> replicas(String ports) {
    return Stream.of(ports.strip().split(" ", -1))
        .map(
            port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)))
        .toList();
  }
}
