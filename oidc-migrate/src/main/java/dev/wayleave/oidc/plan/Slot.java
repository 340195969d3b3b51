package dev.wayleave.oidc.plan;

import dev.wayleave.tailnet.model.Identity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The place of one identity in an account.
///
/// @param identity what the place holds when merges are done; null where the user has none
/// @param pool the identities by which the person may be known: more than one where users were
///   merged in a store that keeps one identity for each
record Slot(Account account, @Nullable Identity identity, List<Identity> pool) {
  Slot {
    pool = List.copyOf(pool);
  }

  boolean holds(Identity other) {
    return pool.contains(other);
  }

  String provider() {
    return identity == null ? "oidc" : identity.provider();
  }
}
