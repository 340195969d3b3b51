package dev.wayleave.exporters.headscale.store;

import dev.wayleave.importers.headscale.database.store.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/// Writes the rows of all tables as `pg_dump --data-only` does: statements that psql runs on empty
/// tables.
final class PostgresCopy {
  /// Those that others refer to come before these.
  private static final List<String> REFERRED = List.of("users", "pre_auth_keys", "nodes");

  private final Connection connection;
  private final List<Table> tables;

  PostgresCopy(Connection connection, List<Table> tables) {
    this.connection = connection;
    this.tables =
        tables.stream()
            .sorted(
                Comparator.comparingInt((Table table) -> rank(table.name()))
                    .thenComparing(Table::name))
            .toList();
  }

  private static int rank(String table) {
    int at = REFERRED.indexOf(table);
    return at < 0 ? REFERRED.size() : at;
  }

  void writeTo(OutputStream out) throws IOException {
    line(
        out, "-- The rows of all tables. Empty them, and run this with psql, to have them back.\n");
    for (Table table : tables) {
      String columns =
          table.columnNames().stream().map(JdbcSession::quote).collect(Collectors.joining(", "));
      String copied = "COPY " + JdbcSession.quote(table.name()) + " (" + columns + ")";
      line(out, copied + " FROM stdin;");
      try {
        var _ =
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copied + " TO STDOUT", out);
      } catch (SQLException e) {
        throw new IOException("reading " + table.name(), e);
      }
      line(out, "\\.\n");
    }
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
