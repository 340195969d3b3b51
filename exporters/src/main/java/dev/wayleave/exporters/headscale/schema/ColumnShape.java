package dev.wayleave.exporters.headscale.schema;

/// A column of a table that Headscale made.
///
/// @param notNull whether the database refuses NULL in it
public record ColumnShape(String name, ColumnType type, boolean notNull) {}
