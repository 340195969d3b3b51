package dev.wayleave.tailnet.inventory.plan;

/// One field that changes, as redacted JSON.
///
/// @param field its name; `row` stands for the source's own columns
public record FieldDiff(String field, String before, String after) {}
