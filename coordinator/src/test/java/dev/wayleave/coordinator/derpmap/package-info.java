/// The map of relays, from texts, files, and a web server of this test's own.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.derpmap;
