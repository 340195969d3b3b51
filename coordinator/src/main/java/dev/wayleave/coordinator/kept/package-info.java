/// What waits for somebody, or is remembered for a while, by all replicas together: the port to the
/// rows, and what stands in them.
///
/// Nothing in here knows what a login is. What proves something never enters as it is.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.kept;
