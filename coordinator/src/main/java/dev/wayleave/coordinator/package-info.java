/// The server's frame: how it starts, what is wired to what, how it stops.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator;
