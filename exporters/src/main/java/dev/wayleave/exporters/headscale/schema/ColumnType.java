package dev.wayleave.exporters.headscale.schema;

/// What a column holds, whatever the engine calls it.
public enum ColumnType {
  /// An SQLite `integer`, a PostgreSQL `bigint`.
  INTEGER,
  TEXT,
  /// An SQLite `numeric` of 0 and 1, a PostgreSQL `boolean`.
  BOOLEAN,
  /// An SQLite `blob`, a PostgreSQL `bytea`.
  BYTES,
  /// An SQLite `datetime`, stored as text; a PostgreSQL `timestamptz`.
  TIME
}
