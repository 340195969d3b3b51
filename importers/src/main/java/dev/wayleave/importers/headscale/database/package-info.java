/// Headscale's database, of any release and on either store, read into neutral entities.
///
/// What Headscale's own upgrades do to old values happens here in one step, and what they silently
/// drop is kept or reported. Settings, keys and policy files stand outside the database and are
/// read elsewhere.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale.database;
