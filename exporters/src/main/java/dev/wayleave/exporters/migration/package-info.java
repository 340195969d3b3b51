/// What every target does with a migration whatever it writes: names it, and keeps its plan until
/// it is applied.
@org.jspecify.annotations.NullMarked
package dev.wayleave.exporters.migration;
