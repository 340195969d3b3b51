package dev.wayleave.cli.verification;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What comparing two sides gave.
///
/// @param equal whether the target holds all that the source holds, unchanged
/// @param from the source as it was named
/// @param to the target as it was named
/// @param kinds by kind, each that one of the sides holds anything of
/// @param differences how many entities are missing or differ
/// @param findings one for each difference, up to a limit, and what could not be compared
/// @param at when this was found
public record Verification(
    boolean equal,
    String from,
    String to,
    SourceInfo source,
    SourceInfo target,
    Map<EntityKind, KindComparison> kinds,
    long differences,
    List<Finding> findings,
    Instant at) {}
