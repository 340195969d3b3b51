/// Tests of what clients are told.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.map;
