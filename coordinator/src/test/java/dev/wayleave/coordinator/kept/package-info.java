/// Tests of what is kept for all replicas.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.kept;
