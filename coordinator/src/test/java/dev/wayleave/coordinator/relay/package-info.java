/// The relay against clients that are written here, over real sockets.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.relay;
