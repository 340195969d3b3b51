/// The tailnet's state: one writer decides, everyone else reads images.
///
/// A command decides on an image and returns changes and a reply; it reads no clock, no database
/// and no network, so every decision can be tested with values alone.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.state;
