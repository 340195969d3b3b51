/// Chance in tests that can be repeated.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.seed;
