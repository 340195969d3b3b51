package dev.wayleave.importers.headscale.database.dump;

/// A table's full name.
record TableName(String schema, String name) {
  /// Where a table is whose name says nothing of it.
  static final String USUAL_SCHEMA = "public";

  @Override
  public String toString() {
    return schema.equals(USUAL_SCHEMA) ? name : schema + "." + name;
  }
}
