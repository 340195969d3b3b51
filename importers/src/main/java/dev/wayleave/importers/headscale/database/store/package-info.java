/// Databases as tables of raw rows: opened read-only, in one consistent state, and left as they
/// were.
///
/// Nothing here knows what Headscale means by its columns; that is for the package above.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale.database.store;
