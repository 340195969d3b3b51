package dev.wayleave.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Prints what a coordinator's own PostgreSQL has committed and written since it was asked first.
///
/// Arguments: the coordinator's data directory, seconds between two lines, lines.
public final class DatabaseWrites {
  /// Columns of the two views of PostgreSQL's statistics; this program's own reading is among the
  /// commits, one for each line.
  private static final String QUESTION =
      """
      select d.xact_commit, t.inserted, t.updated, t.deleted
        from pg_stat_database d,
             (select sum(n_tup_ins) inserted, sum(n_tup_upd) updated, sum(n_tup_del) deleted
                from pg_stat_user_tables) t
       where d.datname = current_database()\
      """;

  private DatabaseWrites() {}

  private record Counts(long commits, long inserted, long updated, long deleted) {
    Counts since(Counts before) {
      return new Counts(
          commits - before.commits,
          inserted - before.inserted,
          updated - before.updated,
          deleted - before.deleted);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    int every = Integer.parseInt(arguments[1]);
    int lines = Integer.parseInt(arguments[2]);
    List<String> postmaster = Files.readAllLines(data.resolve("pg/postmaster.pid"));
    String password = Files.readString(data.resolve("pg-password")).strip();
    String url = "jdbc:postgresql://127.0.0.1:" + postmaster.get(3) + "/wayleave";
    try (Connection connection = DriverManager.getConnection(url, "wayleave", password)) {
      Counts first = read(connection);
      for (int line = 1; line <= lines; line++) {
        TimeUnit.SECONDS.sleep(every);
        System.out.println(line * every + " s: " + read(connection).since(first));
      }
    }
  }

  private static Counts read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUESTION)) {
      row.next();
      return new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }
  }
}
