package dev.wayleave.exporters.headscale.identity;

import dev.wayleave.exporters.headscale.store.DatabasePlace;
import dev.wayleave.importers.headscale.database.DatabaseReading;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a reading of a Headscale database says of identities.
///
/// @param policy the text of the policy in force; null where there is none
record IdentityDatabase(DatabasePlace place, DatabaseReading reading, @Nullable String policy) {
  Holdings holdings() throws IdentityStoreException {
    List<Holder> holders =
        Holder.all(
            users(),
            values(reading.nodes()),
            values(reading.preAuthKeys()),
            values(reading.apiKeys()));
    return new Holdings(label(), rule(), state(), holders, policy, reserved());
  }

  /// The unique index counts the rows of users who were deleted softly, and of those that could not
  /// be read.
  private Map<String, String> reserved() {
    Map<String, String> reserved = new TreeMap<>();
    for (RawRow raw : reading.leftovers()) {
      Row row = new Row(raw);
      if (raw.table().equals(IdentityEdits.USERS) && !row.isNull(IdentityEdits.IDENTIFIER)) {
        reserved.put(
            row.text(IdentityEdits.IDENTIFIER),
            "users row %s%s"
                .formatted(row.text("id"), row.isNull("deleted_at") ? "" : ", a deleted user,"));
      }
    }
    return reserved;
  }

  List<User> users() {
    return values(reading.users());
  }

  private static <T extends TailnetEntity> List<T> values(List<Entity<T>> entities) {
    return entities.stream().map(Entity::value).toList();
  }

  private String label() {
    String engine =
        switch (place.engine()) {
          case SQLITE -> "SQLite";
          case POSTGRES -> "PostgreSQL";
        };
    return "Headscale %s (%s) in %s".formatted(reading.release(), engine, place.label());
  }

  /// Of releases that leave the same schema the last one counts: it may have begun to migrate.
  private ProviderIdentifier.Rule rule() throws IdentityStoreException {
    String release = reading.release();
    return ProviderIdentifier.Rule.ofRelease(release.substring(release.lastIndexOf(' ') + 1))
        .orElseThrow(() ->
            new IdentityStoreException(
                "%s was written by Headscale %s, which knows users by their names alone and has no identities to change; upgrade it to 0.24 or later first."
                    .formatted(place.label(), release)));
  }

  /// A digest of what the holdings are made of: times of logins and the like are left out, so that
  /// a plan outlives what does not concern it.
  String state() {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
    add(sha256, reading.release());
    for (Entity<User> user : reading.users()) {
      RawRow row = Objects.requireNonNull(user.row());
      for (String column : List.of("id", "name", "email", "provider", "provider_identifier")) {
        add(sha256, String.valueOf(row.get(column)));
      }
    }
    reading.nodes().forEach(node -> owner(sha256, node.row()));
    reading.preAuthKeys().forEach(key -> owner(sha256, key.row()));
    reading.apiKeys().forEach(key -> owner(sha256, key.row()));
    reading.oauthClients().forEach(client -> owner(sha256, client.row()));
    add(sha256, String.valueOf(policy));
    return "sha256:" + HexFormat.of().formatHex(sha256.digest());
  }

  private static void owner(MessageDigest sha256, @Nullable RawRow row) {
    RawRow there = Objects.requireNonNull(row);
    add(sha256, there.table() + " " + there.get("id") + " " + there.get("user_id"));
  }

  private static void add(MessageDigest sha256, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
    sha256.update(bytes);
  }
}
