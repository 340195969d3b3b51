package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;

import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Journals in the database itself, in a schema of their own that Headscale does not look into: so
/// they count exactly when the rows do.
final class PostgresJournals {
  /// Not a name that a role may have: the search path begins with the schema of the role's name,
  /// and a Headscale whose role is called like this one would find no tables.
  static final String SCHEMA = "wayleave_journal";

  private static final String TABLE = SCHEMA + ".journal";
  private static final int PART_BYTES = 1 << 20;

  private final Connection connection;

  PostgresJournals(Connection connection) {
    this.connection = connection;
  }

  private boolean exist() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT to_regclass('" + TABLE + "') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  List<Journal.Header> headers() throws SQLException {
    List<Journal.Header> headers = new ArrayList<>();
    if (!exist()) {
      return headers;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT migration, number, created, writes FROM "
                    + TABLE
                    + " WHERE part = 0 ORDER BY number")) {
      while (row.next()) {
        headers.add(
            new Journal.Header(row.getString(1), row.getInt(2), row.getBoolean(3), row.getLong(4)));
      }
    }
    return headers;
  }

  Journal read(String migration) throws SQLException, TargetException {
    int parts;
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT count(*) FROM " + TABLE + " WHERE migration = ?")) {
      statement.setString(1, migration);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        parts = row.getInt(1);
      }
    }
    try (InputStream in = new Parts(migration, parts)) {
      return JournalCodec.read(in);
    } catch (IOException e) {
      throw new TargetException(
          FAILED,
          "The journal of migration "
              + migration
              + " in the schema "
              + SCHEMA
              + " cannot be read ("
              + e.getMessage()
              + "); drop that schema to begin anew.",
          e);
    }
  }

  /// The parts of a journal one after the other, one of them in memory.
  private final class Parts extends InputStream {
    private final String migration;
    private final int count;
    private int next;
    private InputStream part = InputStream.nullInputStream();

    Parts(String migration, int count) {
      this.migration = migration;
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = part.read(bytes, offset, length);
      while (read < 0 && next < count) {
        part = fetch(next++);
        read = part.read(bytes, offset, length);
      }
      return read;
    }

    private InputStream fetch(int number) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT content FROM " + TABLE + " WHERE migration = ? AND part = ?")) {
        statement.setString(1, migration);
        statement.setInt(2, number);
        try (ResultSet row = statement.executeQuery()) {
          return new ByteArrayInputStream(row.next() ? row.getBytes(1) : new byte[0]);
        }
      } catch (SQLException e) {
        throw new JdbcSession.Broken(e);
      }
    }
  }

  void write(Journal journal) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
      statement.execute(
          "CREATE TABLE IF NOT EXISTS "
              + TABLE
              + " (migration text, number int, created boolean, writes bigint, part int,"
              + " content bytea, PRIMARY KEY (migration, part))");
      statement.execute("REVOKE ALL ON " + TABLE + " FROM PUBLIC");
    }
    try (PreparedStatement statement =
            connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?, ?, ?, ?, ?)");
        PartStream out = new PartStream(statement, journal.header())) {
      JournalCodec.write(journal, out);
    }
  }

  private static final class PartStream extends OutputStream {
    private final PreparedStatement insert;
    private final Journal.Header header;
    private final byte[] part = new byte[PART_BYTES];
    private int length;
    private int number;

    PartStream(PreparedStatement insert, Journal.Header header) {
      this.insert = insert;
      this.header = header;
    }

    @Override
    public void write(int b) {
      part[length++] = (byte) b;
      if (length == part.length) {
        send();
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      int at = offset;
      while (at < offset + count) {
        int now = Math.min(offset + count - at, part.length - length);
        System.arraycopy(bytes, at, part, length, now);
        length += now;
        at += now;
        if (length == part.length) {
          send();
        }
      }
    }

    private void send() {
      try {
        insert.setString(1, header.migration());
        insert.setInt(2, header.number());
        insert.setBoolean(3, header.created());
        insert.setLong(4, header.writes());
        insert.setInt(5, number++);
        insert.setBytes(6, Arrays.copyOf(part, length));
        insert.executeUpdate();
        length = 0;
      } catch (SQLException e) {
        throw new JdbcSession.Broken(e);
      }
    }

    @Override
    public void close() {
      if (length > 0) {
        send();
      }
    }
  }

  /// Forgets a journal, and the schema with the last of them.
  void remove(String migration) throws SQLException {
    if (!exist()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM " + TABLE + " WHERE migration = ?")) {
      statement.setString(1, migration);
      statement.executeUpdate();
    }
    if (headers().isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE " + TABLE);
        statement.execute("DROP SCHEMA " + SCHEMA);
      }
    }
  }

  /// Forgets all: what they tell of is no longer there.
  void removeAll() throws SQLException {
    for (Journal.Header header : headers()) {
      remove(header.migration());
    }
  }
}
