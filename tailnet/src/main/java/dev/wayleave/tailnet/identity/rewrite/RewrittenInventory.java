package dev.wayleave.tailnet.identity.rewrite;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An inventory after a rewrite of identities; rows of a source stay with what they became.
public final class RewrittenInventory {
  /// Why there is another version of the policy.
  private static final String MESSAGE = "words that name users follow their new identities";

  private RewrittenInventory() {}

  /// A version of the policy that may come to be.
  ///
  /// @param id which no version has
  /// @param author null where nobody says
  public record NextPolicy(String id, String origin, @Nullable String author, Instant at) {}

  /// Makes all changes.
  ///
  /// @param source what the result says of itself
  /// @param next what a new version of the policy is called, where there is to be one
  public static Inventory of(
      Inventory inventory, IdentityRewrite rewrite, SourceInfo source, NextPolicy next)
      throws IdentityStoreException {
    RewrittenUsers users = RewrittenUsers.of(inventory.users(), rewrite.changes());
    Optional<PolicyVersion> inUse = inventory.policyInUse();
    String text = rewrite.policy();
    boolean newPolicy = text != null && !inUse.map(PolicyVersion::text).equals(Optional.of(text));
    Inventory.Builder changed = Inventory.builder(source);
    inventory
        .entities()
        .forEach(entity -> {
          TailnetEntity value = after(entity.value(), users, newPolicy);
          if (value != null) {
            changed.add(new Entity<>(value, entity.row()));
          }
        });
    if (newPolicy && text != null) {
      changed.add(
          new PolicyVersion(
              next.id(),
              text,
              true,
              next.origin(),
              next.at(),
              next.author(),
              MESSAGE,
              inUse.map(PolicyVersion::id).orElse(null)));
    }
    inventory.leftovers().forEach(changed::addLeftover);
    return changed.build();
  }

  private static @Nullable TailnetEntity after(
      TailnetEntity entity, RewrittenUsers users, boolean newPolicy) {
    if (entity instanceof User user) {
      return users.after(user.id()).orElse(null);
    }
    if (newPolicy && entity instanceof PolicyVersion version && version.inUse()) {
      return version.retired();
    }
    return users.moved(entity);
  }

  /// The number behind the last one that a version of the policy has.
  public static String nextNumber(Inventory inventory) {
    long last =
        inventory.policies().stream()
            .map(PolicyVersion::id)
            .filter(id -> id.matches("[1-9]\\d{0,17}"))
            .mapToLong(Long::parseLong)
            .max()
            .orElse(0);
    return Long.toString(last + 1);
  }
}
