/// The store under test.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.store;
