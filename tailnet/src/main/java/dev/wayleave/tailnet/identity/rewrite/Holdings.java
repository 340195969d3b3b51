package dev.wayleave.tailnet.identity.rewrite;

import dev.wayleave.tailnet.identity.ProviderIdentifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a store holds of identities.
///
/// @param place what the store is, for people: `Headscale 0.29.2 (SQLite) in FILE`
/// @param rule how the store spells an identity in one text; null where it keeps issuer and subject
///   apart
/// @param state a digest of everything below, by which a plan is refused once something changed
/// @param policy the text of the policy in force; null where the store has none, or keeps it
///   elsewhere
public record Holdings(
    String place,
    ProviderIdentifier.@Nullable Rule rule,
    String state,
    List<Holder> holders,
    @Nullable String policy) {
  public Holdings {
    holders = List.copyOf(holders);
  }
}
