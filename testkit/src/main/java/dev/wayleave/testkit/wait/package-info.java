/// Waiting in tests: for something, never for a fixed time.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.wait;
