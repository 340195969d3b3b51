/// Real Tailscale clients on a coordinator, in a network of the tests' own.
///
/// What starts, asks and ends processes stands here beside the tests; nothing of it knows what a
/// coordinator does inside.
@org.jspecify.annotations.NullMarked
package dev.wayleave.interop.tailscale;
