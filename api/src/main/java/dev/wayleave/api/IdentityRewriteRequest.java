package dev.wayleave.api;

import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks to change identities of users, all at once or not at all.
///
/// @param id a name by which it can be taken back, of up to 64 letters, digits and hyphens; the
///   caller chooses it, so that it is known even where the answer is lost
/// @param state the state of the identities that this was planned on
/// @param changes in the order in which they are made
/// @param policy the policy's new text; null where it stays
public record IdentityRewriteRequest(
    String id, String state, List<IdentityChange> changes, @Nullable String policy) {}
