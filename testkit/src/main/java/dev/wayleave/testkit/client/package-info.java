/// A client of the control protocol as tests need one: real Noise and real HTTP/2 over a socket,
/// and nothing that decides by itself.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.client;
