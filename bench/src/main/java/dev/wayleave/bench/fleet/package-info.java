/// Plays thousands of clients of the control protocol in one process, as light as can be: what was
/// decoded once for one client is not decoded again for another.
@org.jspecify.annotations.NullMarked
package dev.wayleave.bench.fleet;
