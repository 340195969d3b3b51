package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.importers.headscale.database.store.PostgresStore;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What a failure to write a PostgreSQL database means to the person who asked for it.
record PostgresTrouble(PostgresAddress address, PostgresPassword password) {
  private static final String UNTOUCHED = " What was there before is untouched.";

  /// A failure before there was a connection.
  TargetException connecting(SQLException cause) {
    String sentence = String.valueOf(PostgresStore.explain(address, password, cause).getMessage());
    return new TargetException(UNAVAILABLE, sentence + ".", cause);
  }

  TargetException writing(SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    String where = "the database " + address.label();
    if (state.startsWith("08") || state.startsWith("57P") || isBroken(cause)) {
      return new TargetException(
          UNAVAILABLE,
          "The connection to " + where + " was lost; nothing was kept, try again.",
          cause);
    }
    if (isFull(state, cause)) {
      return new TargetException(
          FAILED,
          "The disk of " + where + " is full; free some space there and try again." + UNTOUCHED,
          cause);
    }
    return switch (state) {
      case "42501" ->
          new TargetException(
              UNAVAILABLE,
              "User "
                  + address.user()
                  + " may not write to "
                  + where
                  + " ("
                  + reason(cause)
                  + "); use the database's owner, or grant that right."
                  + UNTOUCHED,
              cause);
      case "55P03" ->
          new TargetException(
              UNAVAILABLE,
              "Another program, such as a running Headscale, is writing to "
                  + where
                  + "; stop it and try again."
                  + UNTOUCHED,
              cause);
      case "40001", "40P01", "42P07" ->
          new TargetException(
              CHANGED,
              "Somebody else changed " + where + " meanwhile; plan again." + UNTOUCHED,
              cause);
      case "25006" ->
          new TargetException(
              UNAVAILABLE,
              "The database "
                  + address.label()
                  + " is read-only, as a replica is; name the primary.",
              cause);
      default -> other(where, state, cause);
    };
  }

  /// A quota or a limit on the size of files comes as an internal error, which only its text tells.
  private static boolean isFull(String state, SQLException cause) {
    return state.equals("53100")
        || (state.equals("XX000") && reason(cause).startsWith("could not extend file"));
  }

  private TargetException other(String where, String state, SQLException cause) {
    if (state.startsWith("23")) {
      return new TargetException(
          FAILED,
          "PostgreSQL refuses a row in "
              + where
              + " ("
              + reason(cause)
              + "), because of what it holds already; plan again, and rename or delete one of the"
              + " two."
              + UNTOUCHED,
          cause);
    }
    return new TargetException(
        FAILED,
        "PostgreSQL could not write "
            + where
            + " (error "
            + state
            + ", "
            + reason(cause)
            + "); see the server's log."
            + UNTOUCHED,
        cause);
  }

  /// Whether the commit was kept cannot be known where the line broke at it.
  TargetException committing(SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    if (state.startsWith("08") || state.startsWith("57P") || isBroken(cause)) {
      return new TargetException(
          UNAVAILABLE,
          "The connection to the database "
              + address.label()
              + " was lost at the very end, so all of it was written or nothing; plan again to see"
              + " which.",
          cause);
    }
    return writing(cause);
  }

  private static boolean isBroken(SQLException cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  /// The server's own first line: its detail may repeat the values of a row.
  private static String reason(SQLException cause) {
    ServerErrorMessage server =
        cause instanceof PSQLException own ? own.getServerErrorMessage() : null;
    String message = server == null ? cause.getMessage() : server.getMessage();
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
