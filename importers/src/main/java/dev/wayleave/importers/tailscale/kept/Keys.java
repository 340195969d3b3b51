package dev.wayleave.importers.tailscale.kept;

import dev.wayleave.importers.tailscale.HostedIds;
import dev.wayleave.importers.tailscale.HostedPlane;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.importers.tailscale.people.Users;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads what the API tells of keys. It never tells a secret, so a key opens nothing here until
/// somebody who still has it gives it for adoption.
public final class Keys {
  private static final String PLANE = HostedPlane.NAME;

  private final HostedNotes notes;
  private final Users users;
  private final Instant now;
  private final Map<String, SecretText> adopted;
  private final List<Entity<PreAuthKey>> keys = new ArrayList<>();
  private final List<Entity<HostedObject>> others = new ArrayList<>();
  private final List<Alias> aliases = new ArrayList<>();
  private final List<RawRow> leftovers = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  /// @param adopted hashes of the secrets that somebody still has, by the keys' ids
  public Keys(HostedNotes notes, Users users, Instant now, Map<String, SecretText> adopted) {
    this.notes = notes;
    this.users = users;
    this.now = now;
    this.adopted = Map.copyOf(adopted);
  }

  /// Takes one key as the API tells it.
  public void add(HostedFields fields) {
    String id = fields.text("id");
    if (id.isEmpty() || !seen.add(id)) {
      leftovers.add(fields.row("keys"));
      notes
          .of("key " + id)
          .lossy(
              "KEY_LEFT_OUT",
              id.isEmpty() ? "A key has no id." : "This key is there twice.",
              "Export again; if files were joined, keep those of one tailnet.");
      return;
    }
    switch (fields.text("keyType")) {
      case "client" -> other("oauth-client", "OAuth client", id, fields);
      case "federated" -> other("federated-identity", "federated identity", id, fields);
      case "api" -> other("api-token", "API token", id, fields);
      case "auth" -> authKey(id, fields);
      default -> untyped(id, fields);
    }
  }

  /// Older answers name no type, and some hold nothing but ids.
  private void untyped(String id, HostedFields fields) {
    if (fields.has("capabilities")) {
      authKey(id, fields);
      return;
    }
    leftovers.add(fields.row("keys"));
    notes
        .of("key " + id)
        .lossy(
            "KEY_DETAILS_MISSING",
            "Only its id was told, so that it is not known what it is.",
            "Export again with a credential that may read each key, or make a new one.");
  }

  private void authKey(String id, HostedFields fields) {
    HostedFields create = fields.object("capabilities").object("devices").object("create");
    String description = fields.text("description");
    PreAuthKeyId number = new PreAuthKeyId(HostedIds.of(id));
    ObjectNotes own = notes.of("pre-auth key " + number + " (" + label(description, id) + ")");
    Instant created = fields.time("created", own);
    Instant expires = fields.time("expires", own);
    Set<TagName> tags = tags(create.texts("tags"), own);
    boolean reusable = create.flag("reusable");
    boolean expired = expires != null && !expires.isAfter(now);
    Instant revoked = fields.time("revoked", own);
    boolean invalid = fields.flag("invalid");
    // What is invalid for no other reason: a key for one device has had it, any other was revoked.
    boolean unexplained = invalid && revoked == null && !expired;
    if (unexplained && reusable) {
      revoked = created == null ? Instant.EPOCH : created;
    }
    boolean open = !invalid && revoked == null && !expired;
    SecretText hash = adopted.get(id);
    KeySecret secret = hash == null ? new KeySecret.Unknown(id) : new KeySecret.Hashed(id, hash);
    if (hash != null) {
      taken.add(id);
    }
    PreAuthKey key =
        new PreAuthKey(
            number,
            secret,
            tags.isEmpty() ? owner(fields) : null,
            tags,
            description,
            reusable,
            create.flag("ephemeral"),
            unexplained && !reusable,
            expires,
            revoked,
            created,
            create.flag("preauthorized"));
    keys.add(new Entity<>(key, fields.row("keys")));
    aliases.add(new Alias("pre-auth-key", number.toString(), PLANE, id));
    remark(open, hash != null, own);
  }

  private static void remark(boolean open, boolean isAdopted, ObjectNotes own) {
    if (isAdopted) {
      own.info(
          open ? "AUTH_KEY_ADOPTED" : "AUTH_KEY_ADOPTED_CLOSED",
          open
              ? "Its secret was given, and it lets devices in here too."
              : "Its secret was given, but it is revoked, spent or expired, and stays so.",
          "Nothing.");
    } else if (open) {
      own.action(
          "AUTH_KEY_SECRET_UNKNOWN",
          "Nobody can read its secret, so that it lets nobody in here.",
          "Give the key with --adopt-keys if somebody still has it, or make a new one here.");
    }
  }

  private @Nullable UserId owner(HostedFields fields) {
    return users.ofHostedId(fields.text("userId")).orElse(null);
  }

  private static Set<TagName> tags(List<String> texts, ObjectNotes own) {
    Set<TagName> tags = new TreeSet<>();
    for (String text : texts) {
      try {
        tags.add(new TagName(text));
      } catch (IllegalArgumentException e) {
        own.lossy(
            "TAG_UNREADABLE",
            HostedNotes.quoted(text) + " is no tag.",
            "Make a new key with the tags that it should give.");
      }
    }
    return tags;
  }

  private void other(String type, String what, String id, HostedFields fields) {
    HostedFields kept = fields.withoutSecrets();
    others.add(new Entity<>(new HostedObject(type, id, kept.compact()), null));
    ObjectNotes own =
        notes.of(what + " " + id + " (" + label(fields.text("description"), id) + ")");
    if (fields.flag("invalid") || fields.time("revoked", own) != null) {
      return;
    }
    switch (type) {
      case "oauth-client" ->
          own.action(
              "OAUTH_CLIENT_SECRET_UNKNOWN",
              "Nobody can read its secret, so that programs cannot log in with it here.",
              "Make a new OAuth client here with the scopes "
                  + fields.texts("scopes")
                  + " and give it to the programs.");
      case "federated-identity" ->
          own.action(
              "FEDERATED_IDENTITY_KEPT",
              "It is kept as data: workloads do not log in with tokens of "
                  + HostedNotes.quoted(fields.text("issuer"))
                  + " here.",
              "Give these workloads an OAuth client.");
      default ->
          own.action(
              "API_TOKEN_SECRET_UNKNOWN",
              "API tokens are not carried, as nobody can read them.",
              "Make an API key here for whoever uses it.");
    }
  }

  private static String label(String description, String id) {
    return description.isEmpty() ? id : description;
  }

  /// Told all keys, says which of the given secrets belong to none.
  public void end() {
    for (String id : new TreeSet<>(adopted.keySet())) {
      if (!taken.contains(id)) {
        notes
            .of("auth key " + id)
            .blocker(
                "ADOPTED_KEY_UNKNOWN",
                "A key of this id was given for adoption, and the tailnet has none.",
                "Take it out of the file, or export again with the right to read keys"
                    + " (auth_keys:read).");
      }
    }
  }

  public List<Entity<PreAuthKey>> entities() {
    return List.copyOf(keys);
  }

  public List<Entity<HostedObject>> others() {
    return List.copyOf(others);
  }

  public List<Alias> aliases() {
    return List.copyOf(aliases);
  }

  public List<RawRow> leftovers() {
    return List.copyOf(leftovers);
  }
}
