package dev.wayleave.api;

import java.time.Instant;

/// A line of the audit log.
public record AuditView(
    long id,
    Instant at,
    String actor,
    String address,
    String operation,
    String object,
    String outcome) {}
