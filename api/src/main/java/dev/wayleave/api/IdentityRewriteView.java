package dev.wayleave.api;

/// A change of identities that was made, or taken back.
///
/// @param id by which it can be taken back
/// @param rolledBack whether it was
public record IdentityRewriteView(String id, boolean rolledBack) {}
