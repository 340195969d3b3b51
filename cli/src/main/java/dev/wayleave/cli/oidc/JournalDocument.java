package dev.wayleave.cli.oidc;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was applied where, and what its store needs to take it back.
///
/// @param at when it was applied
/// @param policy the policy's new text; null where it stayed
/// @param store the store's own text
@JsonPropertyOrder({"format", "endpoint", "at", "changes", "policy", "store"})
record JournalDocument(
    String format,
    String endpoint,
    Instant at,
    List<IdentityChange> changes,
    @Nullable String policy,
    String store) {
  static final String FORMAT = "wayleave-oidc-journal/1";

  JournalDocument {
    changes = List.copyOf(changes);
  }
}
