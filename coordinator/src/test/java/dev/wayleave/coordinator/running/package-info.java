/// The application as tests run it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.running;
