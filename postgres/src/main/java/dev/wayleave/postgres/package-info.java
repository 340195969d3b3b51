/// The embedded PostgreSQL cluster: unpack, create, start, reopen, stop.
///
/// This room knows directories, processes and one database server, and nothing of tailnets. It
/// depends on no other Wayleave module, registers no shutdown hook and keeps no process-wide
/// settings: whoever opens a cluster decides when it ends.
@org.jspecify.annotations.NullMarked
package dev.wayleave.postgres;
