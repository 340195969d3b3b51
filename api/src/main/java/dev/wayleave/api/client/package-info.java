/// A client for the coordinator's REST API on the JDK's HTTP client.
///
/// The coordinator's own code does not use it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.api.client;
