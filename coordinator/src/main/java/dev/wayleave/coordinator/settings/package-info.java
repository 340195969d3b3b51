/// Which settings are in force: what flags say, else what was imported, else defaults.
///
/// Whoever needs a setting asks here, so that the order is decided once.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.settings;
