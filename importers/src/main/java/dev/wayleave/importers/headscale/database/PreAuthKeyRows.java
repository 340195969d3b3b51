package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads `pre_auth_keys`, and until 0.23 their tags from `pre_auth_key_acl_tags`.
final class PreAuthKeyRows {
  private final RowStream stream;
  private final UserRows users;
  private final RowIds ids;
  private final Map<Long, List<Row>> tagRows = new HashMap<>();
  private final Map<Long, Entity<PreAuthKey>> keys = new LinkedHashMap<>();
  private final Map<SecretText, Long> plaintexts = new HashMap<>();
  private long count;

  PreAuthKeyRows(RowStream stream, UserRows users) {
    this.stream = stream;
    this.users = users;
    this.ids = stream.ids("pre-auth key");
  }

  void read() throws SourceException {
    stream.each("pre_auth_key_acl_tags", this::tagRow);
    stream.each("pre_auth_keys", this::row);
    tagRows.forEach((key, rows) -> {
      if (!keys.containsKey(key)) {
        rows.forEach(this::reportOrphanTag);
      }
    });
  }

  long count() {
    return count;
  }

  List<Entity<PreAuthKey>> entities() {
    return List.copyOf(keys.values());
  }

  @Nullable PreAuthKey find(@Nullable Long id) {
    Entity<PreAuthKey> key = id == null ? null : keys.get(id);
    return key == null ? null : key.value();
  }

  private void tagRow(Row row) {
    stream.leftOver(row);
    Long key = row.reference("pre_auth_key_id");
    tagRows.computeIfAbsent(key == null ? -1L : key, _ -> new ArrayList<>()).add(row);
  }

  private void reportOrphanTag(Row row) {
    stream
        .faults(row, "key tag " + row.text("id") + " (" + row.text("tag") + ")")
        .report(
            Finding.Level.INFO,
            "KEY_TAG_ORPHANED",
            "The tag belongs to pre-auth key "
                + RowFaults.quoted(row.text("pre_auth_key_id"))
                + ", which does not exist.",
            "Nothing to do: the row is kept beside the keys.");
  }

  private void row(Row row) {
    count++;
    OptionalLong id = ids.take(row);
    Entity<PreAuthKey> key = id.isEmpty() ? null : entity(row, id.getAsLong());
    if (key == null) {
      stream.leftOver(row);
    } else {
      keys.put(key.value().id().value(), key);
    }
  }

  private @Nullable Entity<PreAuthKey> entity(Row row, long id) {
    Long user = row.reference(row.either("user_id", "namespace_id"));
    String prefix = row.text("prefix");
    String name = prefix.isEmpty() ? "of " + users.label(user) : prefix;
    RowFaults faults = stream.faults(row, "pre-auth key " + id + " (" + name + ")");
    KeySecret secret = secret(faults, prefix, id);
    if (secret == null) {
      return null;
    }
    Set<TagName> tags = tags(faults, id);
    UserId owner = owner(faults, user, tags);
    PreAuthKey key =
        new PreAuthKey(
            new PreAuthKeyId(id),
            secret,
            owner,
            tags,
            faults.label("description"),
            faults.flag("reusable", false),
            faults.flag("ephemeral", true),
            faults.flag(row.either("used", "already_used"), true),
            faults.expiration("expiration"),
            faults.expiration("revoked"),
            faults.past("created_at"));
    return new Entity<>(key, SecretColumns.hide(row.raw()));
  }

  private @Nullable KeySecret secret(RowFaults faults, String prefix, long id) {
    Row row = faults.row();
    if (row.hash("hash") instanceof Parsed.Value<String>(String hash)) {
      return new KeySecret.Hashed(prefix, SecretText.of(hash));
    }
    if (row.hash("hash") instanceof Parsed.Unreadable<String>(String hex)) {
      return HashFaults.unusable(faults, prefix, hex);
    }
    String key = row.text("key");
    if (key.isEmpty()) {
      faults.report(
          Finding.Level.INFO,
          "KEY_EMPTY",
          "The row holds neither a key nor a hash, so no device can register with it.",
          "Nothing to do: the row is kept beside the keys.");
      return null;
    }
    SecretText text = SecretText.of(key);
    Long first = plaintexts.putIfAbsent(text, id);
    if (first != null) {
      faults.report(
          Finding.Level.ACTION,
          "KEY_TAKEN",
          "The key is the same text as pre-auth key " + first + ".",
          "Delete one of them; a device that shows the key gets the one with the lower number.");
    }
    return new KeySecret.Plaintext(text);
  }

  private Set<TagName> tags(RowFaults faults, long id) {
    List<String> joined =
        tagRows.getOrDefault(id, List.of()).stream().map(tag -> tag.text("tag")).toList();
    Set<TagName> tags = new TreeSet<>(faults.tags(joined));
    tags.addAll(faults.tags("tags"));
    return tags;
  }

  private @Nullable UserId owner(RowFaults faults, @Nullable Long user, Set<TagName> tags) {
    if (users.exists(user)) {
      return user == null ? null : new UserId(user);
    }
    if (user != null || tags.isEmpty()) {
      faults.report(
          Finding.Level.ACTION,
          "KEY_OWNERLESS",
          user == null
              ? "The key belongs to no user and to no tag."
              : "The key belongs to user " + user + ", who does not exist.",
          "Make a new key where devices still register with this one.");
    }
    return null;
  }
}
