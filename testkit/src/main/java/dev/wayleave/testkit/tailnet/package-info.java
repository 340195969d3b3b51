/// Tailnets of any size for tests, made from a seed.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.tailnet;
