/// What the database of each Headscale release looks like, in SQLite and in PostgreSQL.
@NullMarked
package dev.wayleave.exporters.headscale.schema;

import org.jspecify.annotations.NullMarked;
