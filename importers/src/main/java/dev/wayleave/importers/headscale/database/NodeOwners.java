package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells whom a node belongs to.
record NodeOwners(UserRows users) {
  /// The code of the finding that a device asks for tags.
  static final String TAGS_REQUESTED = "TAGS_REQUESTED";

  Owner read(RowFaults faults, @Nullable PreAuthKey authKey, NodeRows.DeviceInfo info) {
    Row row = faults.row();
    Set<TagName> tags = faults.tags(row.either("tags", "forced_tags"));
    reportRequested(faults, tags, info.requestedTags());
    Long id = row.reference(row.either("user_id", "namespace_id"));
    UserId user = id == null ? null : new UserId(id);
    boolean known = users.exists(id);
    if (!tags.isEmpty()) {
      return new Owner.OfTags(tags, known ? user : null);
    }
    if (user != null && known) {
      return new Owner.OfUser(user);
    }
    reportOrphan(faults, user, authKey);
    return new Owner.Nobody(user);
  }

  /// Until 0.27 the policy decided at each evaluation whether a device gets the tags it asks for,
  /// so what is stored here does not tell. Since 0.28 the stored tags are the whole truth.
  private static void reportRequested(RowFaults faults, Set<TagName> tags, List<String> requested) {
    List<String> open = new ArrayList<>(requested);
    open.removeIf(tag -> tags.stream().anyMatch(given -> given.value().equals(tag)));
    if (!open.isEmpty() && !faults.row().has("tags")) {
      faults.report(
          Finding.Level.ACTION,
          TAGS_REQUESTED,
          "The device asks for "
              + String.join(", ", open)
              + "; in this release the policy decided whether it has them.",
          "Tag the node after the migration where it should have them.");
    }
  }

  private void reportOrphan(
      RowFaults faults, @Nullable UserId missing, @Nullable PreAuthKey authKey) {
    // Headscale 0.29.0 took the owner of nodes whose tags are the text null; 0.29.1 gives those
    // back that the user of a pre-auth key tells (issue 3323 of Headscale).
    UserId registrant = authKey == null ? null : authKey.user();
    faults.report(
        Finding.Level.ACTION,
        "NODE_ORPHANED",
        missing == null
            ? "The node has neither a user nor tags."
            : "The node belongs to user " + missing + ", who does not exist.",
        registrant == null
            ? "Give the node to a user or tag it; until then no policy grants it anything."
            : "Give the node to user "
                + registrant
                + " ("
                + users.label(registrant.value())
                + "), whose pre-auth key registered it, or tag it; until then no policy grants it"
                + " anything.");
  }
}
