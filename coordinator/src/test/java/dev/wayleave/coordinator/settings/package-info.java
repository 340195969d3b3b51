/// Which settings are in force.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.settings;
