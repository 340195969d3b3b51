/// What the migration API takes and gives: bundles go in as bytes, plans and states come out as
/// JSON.
@org.jspecify.annotations.NullMarked
package dev.wayleave.api.migration;
