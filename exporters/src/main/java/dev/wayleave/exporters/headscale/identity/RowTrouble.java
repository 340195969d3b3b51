package dev.wayleave.exporters.headscale.identity;

import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds rows that stand in the way of others.
final class RowTrouble {
  private RowTrouble() {}

  /// Refuses an identity that a row keeps which is not changed: another user's, or one that
  /// Headscale deleted softly, which its unique index counts too.
  static void refuseTaken(Tables tables, Iterable<RowEdit> edits, String label)
      throws IdentityStoreException, SourceException {
    Map<RawValue, Long> wanted = new HashMap<>();
    Set<Long> touched = new HashSet<>();
    for (RowEdit edit : edits) {
      if (edit.table().equals(IdentityEdits.USERS)) {
        touched.add(edit.id());
        RawValue identifier =
            edit.after() == null ? null : edit.after().get(IdentityEdits.IDENTIFIER);
        if (identifier != null && !(identifier instanceof RawValue.Null)) {
          wanted.put(identifier, edit.id());
        }
      }
    }
    Optional<Table> users = tables.find(IdentityEdits.USERS);
    if (wanted.isEmpty() || users.isEmpty()) {
      return;
    }
    String[] taken = {null};
    tables.read(
        users.get(),
        raw -> {
          Row row = new Row(raw);
          Long id = row.reference("id");
          Long other = wanted.get(raw.get(IdentityEdits.IDENTIFIER));
          if (other != null && (id == null || !touched.contains(id)) && taken[0] == null) {
            taken[0] =
                "%s: users row %s%s holds the provider_identifier \"%s\", which row %d is to have; nothing was written."
                    .formatted(
                        label,
                        row.text("id"),
                        row.isNull("deleted_at") ? "" : ", a deleted user,",
                        row.text(IdentityEdits.IDENTIFIER),
                        other);
          }
        });
    if (taken[0] != null) {
      throw IdentityStoreException.refused(taken[0]);
    }
  }
}
