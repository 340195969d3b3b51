/// The records of the REST API, shared by the server and its clients.
///
/// Plain data only: no server, no HTTP library and no database may enter.
@org.jspecify.annotations.NullMarked
package dev.wayleave.api;
