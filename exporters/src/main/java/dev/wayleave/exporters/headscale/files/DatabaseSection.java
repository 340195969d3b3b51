package dev.wayleave.exporters.headscale.files;

import java.util.Objects;

/// Where the server finds its database.
final class DatabaseSection {
  private static final String SQLITE = "database.sqlite.";
  private static final String POSTGRES = "database.postgres.";
  private static final String FILE = "./db.sqlite";

  /// The variable that Headscale takes the password from.
  static final String PASSWORD = "HEADSCALE_DATABASE_POSTGRES_PASS";

  private final Draft draft;

  DatabaseSection(Draft draft) {
    this.draft = draft;
  }

  void write(DatabaseChoice choice) {
    switch (choice) {
      case DatabaseChoice.Sqlite _ -> {
        removeAll(POSTGRES);
        draft.set(
            "database.type",
            "sqlite3".equals(draft.source("database.type")) ? "sqlite3" : "sqlite");
        String path = Objects.requireNonNullElse(draft.source(SQLITE + "path"), FILE);
        boolean same = LocalPath.isLocal(path) && LocalPath.plain(path).equals("db.sqlite");
        draft.set(SQLITE + "path", same ? path : FILE);
        if (!same) {
          draft.moved().put(path, FILE + " (" + SQLITE + "path)");
        }
      }
      case DatabaseChoice.Postgres(String host, int port, String database, String user) -> {
        removeAll(SQLITE);
        draft.set("database.type", "postgres");
        draft.set(POSTGRES + "host", host);
        draft.set(POSTGRES + "port", Integer.toString(port));
        draft.set(POSTGRES + "name", database);
        draft.set(POSTGRES + "user", user);
        draft.action(
            "DATABASE_PASSWORD_NOT_WRITTEN",
            POSTGRES + "pass",
            "The password of " + user + " is not written into config.yaml.",
            "Give it to Headscale in the variable " + PASSWORD + ", or write it there yourself.");
      }
    }
  }

  private void removeAll(String prefix) {
    draft.values().keySet().removeIf(key -> key.startsWith(prefix));
  }
}
