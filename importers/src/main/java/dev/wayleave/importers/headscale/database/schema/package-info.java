/// What the schema of a Headscale database says about the release that wrote it.
///
/// Tables and columns outrank what is recorded: there are databases whose migrations were recorded
/// but not made.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale.database.schema;
