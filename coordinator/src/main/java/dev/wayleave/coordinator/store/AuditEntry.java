package dev.wayleave.coordinator.store;

import java.time.Instant;

/// A line of the audit log.
///
/// @param id its place in the log; 0 before it is written
/// @param actor who, for example `api key 3 (abcdefghijkl)`
/// @param address from which network address
/// @param operation what was asked for, for example `RenameNode`
/// @param object on what, for example `nodes/5`
/// @param outcome `done`, or why it was refused
public record AuditEntry(
    long id,
    Instant at,
    String actor,
    String address,
    String operation,
    String object,
    String outcome) {}
