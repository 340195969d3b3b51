/// Buffers of Netty that nobody released: a test that loses one fails.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.leak;
