/// Bytes and values of the Tailscale control protocol.
///
/// A reader of this module can write a compatible peer: every text form and every size stands where
/// it is parsed. It must not know HTTP servers, databases or what Wayleave does with a message.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol;
