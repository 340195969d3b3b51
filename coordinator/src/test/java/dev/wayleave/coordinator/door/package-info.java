/// Tests of the listener's door.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.door;
