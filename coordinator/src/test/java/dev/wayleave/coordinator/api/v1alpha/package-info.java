/// The API under test.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.api.v1alpha;
