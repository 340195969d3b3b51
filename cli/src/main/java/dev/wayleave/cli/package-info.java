/// The `wayleave` command: each verb is a class that reads its options, calls a port and shows what
/// came of it. Nothing here knows how a source is read or a target is written.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli;
