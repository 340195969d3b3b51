/// Compares what a source holds with what a target holds, entity by entity, and says what differs.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.verification;
