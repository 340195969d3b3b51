/// The transport over real sockets, with endpoints made for tests.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.control.channel;
