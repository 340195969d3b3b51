package dev.wayleave.tailnet.identity.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be written into a store of identities, as one change or not at all.
///
/// @param state the state of the store that it was planned on, see [Holdings#state()]
/// @param changes in the order in which they are to be made
/// @param policy the policy's new text; null where it stays
public record IdentityRewrite(String state, List<IdentityChange> changes, @Nullable String policy) {
  public IdentityRewrite {
    changes = List.copyOf(changes);
  }
}
