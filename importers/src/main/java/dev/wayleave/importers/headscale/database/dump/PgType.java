package dev.wayleave.importers.headscale.database.dump;

/// What a column's type means for the form of its values.
enum PgType {
  INTEGER,
  REAL,
  BOOLEAN,
  BYTES,
  /// A moment; `pg_dump` writes it in the time zone of its session.
  TIME,
  /// Everything else, which stays as PostgreSQL prints it.
  TEXT;

  /// The type that a name stands for.
  ///
  /// @param words the type's name without its length or precision
  static PgType of(String words) {
    return switch (words) {
      case "bigint",
          "int8",
          "bigserial",
          "serial8",
          "integer",
          "int",
          "int4",
          "serial",
          "serial4",
          "smallint",
          "int2",
          "smallserial",
          "serial2",
          "oid" ->
          INTEGER;
      case "double precision", "float8", "real", "float4", "float" -> REAL;
      case "boolean", "bool" -> BOOLEAN;
      case "bytea" -> BYTES;
      case "timestamp with time zone", "timestamptz" -> TIME;
      default -> TEXT;
    };
  }
}
