package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.SourceException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What a failure of PostgreSQL means to the person who asked for the database to be read.
record PostgresFailures(PostgresAddress address, PostgresPassword password) {
  SourceException explain(SQLException cause) {
    return new SourceException(sentence(cause), cause);
  }

  private String sentence(SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    String where = "the database " + address.label();
    return switch (state) {
      case "28P01" -> refusedPassword(where);
      case "28000" ->
          where
              + " does not let user "
              + address.user()
              + " in from here; check the user's name, sslmode and the server's pg_hba.conf";
      case "3D000" ->
          "there is no database "
              + address.database()
              + " at "
              + hostAndPort()
              + "; check its name";
      case "42501" ->
          "user "
              + address.user()
              + " may not read the tables of "
              + where
              + "; use the user that Headscale uses (database.postgres.user), or grant it SELECT";
      case "53100" -> "the disk of " + where + " is full; free some space there and try again";
      case "53300" -> where + " has no connection left; try again when others have ended";
      case "57P03" -> where + " is just starting or stopping; try again in a moment";
      case "55P03" ->
          where
              + " is locked by a change of its tables, as an upgrade of Headscale makes; try again"
              + " when that is done";
      case "57014" -> where + " gave up a query that took too long; try again when it is less busy";
      case "40001" ->
          where + " withdrew the snapshot while it was read; try again, and rather on the primary";
      default -> byClass(where, state, cause);
    };
  }

  private String byClass(String where, String state, SQLException cause) {
    boolean refused = state.equals("08004");
    if (refused && cause.getMessage() != null && cause.getMessage().contains("SSL")) {
      return noEncryption(where);
    }
    if (refused && !password.isGiven()) {
      // The driver itself refuses where the server asks for a password and there is none.
      return refusedPassword(where);
    }
    if (state.startsWith("08") || state.startsWith("57P") || find(cause, SSLException.class)) {
      return connection(where, state, cause);
    }
    return where
        + " cannot be read: error "
        + (state.isEmpty() ? "unknown" : state)
        + " of PostgreSQL; see the server's log and try again";
  }

  private String connection(String where, String state, SQLException cause) {
    if (find(cause, UnknownHostException.class)) {
      return "the database host " + address.host() + " has no address; check its name";
    }
    if (find(cause, SSLException.class)) {
      return noEncryption(where);
    }
    if (find(cause, SocketTimeoutException.class)) {
      return where + " did not answer in time; check address and firewall, and try again";
    }
    if (find(cause, ConnectException.class) || find(cause, NoRouteToHostException.class)) {
      return "nothing answers at "
          + hostAndPort()
          + "; check host and port and that PostgreSQL runs";
    }
    return state.equals("08001") || state.equals("08004")
        ? where + " refuses the connection; check address, sslmode and the server's log"
        : "the connection to "
            + where
            + " was lost while it was read; nothing was changed, try"
            + " again";
  }

  private String noEncryption(String where) {
    return "no encrypted connection to "
        + where
        + " could be made with sslmode "
        + address.sslMode()
        + "; check the server's certificate, or sslmode and sslrootcert";
  }

  private String refusedPassword(String where) {
    if (password.isGiven()) {
      return where
          + " refuses the password of user "
          + address.user()
          + "; check PGPASSWORD or the pgpass file";
    }
    String ignored =
        password.ignoredFile() == null
            ? ""
            : " (" + password.ignoredFile() + " was ignored: " + password.ignoredWhy() + ")";
    return where
        + " wants a password for user "
        + address.user()
        + " and none was given"
        + ignored
        + "; set PGPASSWORD, or write it into a pgpass file with mode 0600";
  }

  private String hostAndPort() {
    return address.label().substring(0, address.label().length() - address.database().length() - 1);
  }

  private static boolean find(@Nullable Throwable cause, Class<? extends Throwable> type) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
