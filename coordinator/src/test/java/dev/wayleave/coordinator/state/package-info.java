/// The state under test.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.state;
