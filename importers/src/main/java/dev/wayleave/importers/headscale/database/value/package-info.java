/// The values in Headscale's columns, in all the spellings that its releases and databases left.
///
/// Here a spelling becomes a value or is called unreadable; what that means is for the callers.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale.database.value;
