/// The packaged coordinator as a process: several at once, killed, and started on what is left.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.packaged;
