/// Files that `pg_dump` wrote, as tables of raw rows: parsed, never run.
///
/// Only the plain form is read; the other forms are named with the command that turns them into it.
/// Of the statements in a file those count that make tables or fill them; everything else is passed
/// over, whatever it would do.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale.database.dump;
