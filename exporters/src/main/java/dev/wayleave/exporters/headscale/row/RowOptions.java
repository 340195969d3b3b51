package dev.wayleave.exporters.headscale.row;

import org.jspecify.annotations.Nullable;

/// What the operator decides about rows.
///
/// @param taggedOwner id, name or e-mail address of the user who is to own tagged nodes in releases
///   that need one; null where each gets the user who registered it
/// @param policy the text that is to be the newest row of `policies`; null where the versions of
///   the inventory decide by themselves
public record RowOptions(@Nullable String taggedOwner, @Nullable String policy) {
  /// Leaves the policy to the inventory.
  public RowOptions(@Nullable String taggedOwner) {
    this(taggedOwner, null);
  }
}
