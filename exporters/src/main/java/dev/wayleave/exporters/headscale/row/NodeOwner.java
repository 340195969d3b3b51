package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;

import dev.wayleave.exporters.headscale.row.Column.Former;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.UserId;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Fills `nodes.user_id`.
///
/// Since 0.29 a node belongs to a user or to tags. Before, one that belongs to tags names a user
/// too: who registered it, or whom the operator names. 0.28 does without where no one did.
///
/// @param live whether there is such a user in the tailnet
/// @param shutOut whether that user is suspended or waits for approval
record NodeOwner(Target target, LongPredicate live, LongPredicate shutOut) {
  /// Whether the node is shut out with its user.
  boolean shutsOut(Node node) {
    return node.owner() instanceof Owner.OfUser(UserId user) && shutOut.test(user.value());
  }

  RawValue value(Node node, Former former) {
    return switch (node.owner()) {
      case Owner.OfUser(UserId user) -> reference().value(user.value(), former);
      case Owner.OfTags(_, var registeredBy) -> tagged(ApiKeys.number(registeredBy), former);
      case Owner.Nobody(var missing) -> orphaned(ApiKeys.number(missing), former);
    };
  }

  private Reference reference() {
    return new Reference("user_id", live, target.users());
  }

  private RawValue tagged(@Nullable Long registeredBy, Former former) {
    Former sure = new Former(former.row(), target.fidelity() == Fidelity.SAME, false);
    if (target.atLeast(V0_29)) {
      // A row of 0.28 names a user and looks the same, so only a source of this release is
      // believed.
      RawValue kept = reference().value(registeredBy, sure);
      RawValue stored = former.row().raw().get("user_id");
      return sure.kept() && kept.equals(stored) ? kept : Form.NULL;
    }
    RawValue value = reference().value(registeredBy, former);
    Long owner = target.taggedOwner();
    return value instanceof RawValue.Null && owner != null ? Form.number(owner) : value;
  }

  /// The row of a deleted user still stands for a foreign key.
  private RawValue orphaned(@Nullable Long missing, Former former) {
    RawValue stored = former.row().raw().get("user_id");
    if (stored != null && former.kept()) {
      Long reference = former.row().reference("user_id");
      boolean found = reference == null ? stored instanceof RawValue.Null : written(reference);
      if (found && Objects.equals(reference, missing)) {
        return stored;
      }
    }
    return missing != null && written(missing) ? Form.number(missing) : Form.NULL;
  }

  private boolean written(long user) {
    return target.users().contains(user);
  }

  void remark(Node node, Remarks remarks) {
    switch (node.owner()) {
      case Owner.OfUser(UserId user) -> {
        if (!written(user.value())) {
          remarks.add(orphan(node, "The node belongs to user " + user + ", who does not exist."));
        }
      }
      case Owner.Nobody _ -> remarks.add(orphan(node, "The node has neither a user nor tags."));
      case Owner.OfTags(_, var registeredBy) -> {
        boolean registered = registeredBy != null && written(registeredBy.value());
        if (!registered && target.taggedOwner() == null && !target.atLeast(V0_28)) {
          remarks.add(ownerless(node));
        }
      }
    }
  }

  private Finding orphan(Node node, String what) {
    return Finding.action(
        "NODE_ORPHANED",
        Labels.object(node),
        what + " It is written without an owner.",
        "Give the node to a user or tag it before the migration.");
  }

  /// What the source of the same release did without, the target does without too.
  private Finding ownerless(Node node) {
    String what =
        "The node belongs to tags, and in "
            + target.label()
            + " it belongs to a user besides; nobody knows who registered it.";
    String remedy = "Name the user who is to own such nodes with --tagged-owner.";
    return target.fidelity() == Fidelity.SAME
        ? Finding.action("TAGGED_OWNER_MISSING", Labels.object(node), what, remedy)
        : Finding.blocker("TAGGED_OWNER_MISSING", Labels.object(node), what, remedy);
  }
}
