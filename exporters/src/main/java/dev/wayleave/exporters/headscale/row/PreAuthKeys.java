package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_30_DEV;
import static java.util.Map.entry;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Writes `pre_auth_keys`. Every key has its row, also one that nobody can use there: nodes name
/// it, and an ephemeral node is one by its key.
record PreAuthKeys(Target target, LongPredicate users, Uniques uniques)
    implements Kind<PreAuthKey> {
  /// Of a key of the form `hskey-auth-PREFIX-SECRET`.
  static final int PREFIX_LENGTH = 12;

  @Override
  public EntityKind kind() {
    return EntityKind.PRE_AUTH_KEY;
  }

  @Override
  public Class<PreAuthKey> type() {
    return PreAuthKey.class;
  }

  @Override
  public String table() {
    return "pre_auth_keys";
  }

  @Override
  public long id(PreAuthKey key) {
    return key.id().value();
  }

  @Override
  public Map<String, Column<PreAuthKey>> columns() {
    Form form = target.form();
    Reference user = new Reference("user_id", users, target.users());
    return Map.ofEntries(
        entry("id", Column.of("id", Meaning.NUMBER, key -> Form.number(id(key)))),
        entry("key", Column.of("key", Meaning.TEXT, this::plaintext)),
        entry("prefix", Column.of("prefix", Meaning.TEXT, PreAuthKeys::prefix)),
        entry("hash", Column.of("hash", Meaning.HASH, PreAuthKeys::hash)),
        entry("user_id", (key, former) -> user.value(owner(key), former)),
        entry(
            "description",
            Column.of("description", Meaning.TEXT, key -> Form.text(key.description()))),
        flag("reusable", PreAuthKey::reusable),
        flag("ephemeral", PreAuthKey::ephemeral),
        flag("used", PreAuthKey::used),
        entry("tags", Column.of("tags", Meaning.SET, key -> Form.text(GoJson.texts(key.tags())))),
        entry(
            "expiration",
            Column.of("expiration", Meaning.LIMIT, key -> form.time(expiration(key)))),
        entry("revoked", Column.of("revoked", Meaning.LIMIT, key -> form.time(key.revokedAt()))),
        entry(
            "created_at",
            Column.of("created_at", Meaning.MOMENT, key -> form.time(key.createdAt()))));
  }

  private Map.Entry<String, Column<PreAuthKey>> flag(String name, Predicate<PreAuthKey> value) {
    return entry(name, Column.of(name, Meaning.FLAG, key -> target.form().flag(value.test(key))));
  }

  /// Until 0.27 the column is all there is: NULL equals no text that a device could show, which
  /// even an empty one would not be sure of.
  private RawValue plaintext(PreAuthKey key) {
    return switch (key.secret()) {
      case KeySecret.Plaintext(var text) when !text.isWithheld() -> Form.text(text.reveal());
      case KeySecret.Plaintext _ -> Form.NULL;
      case KeySecret.Hashed _ -> target.atLeast(V0_28) ? Form.text("") : Form.NULL;
      case KeySecret.Unknown _ -> throw new AssertionError("admits() lets no such key through");
    };
  }

  private static RawValue prefix(PreAuthKey key) {
    return key.secret() instanceof KeySecret.Hashed hashed ? Form.text(hashed.prefix()) : Form.NULL;
  }

  private static RawValue hash(PreAuthKey key) {
    return key.secret() instanceof KeySecret.Hashed hashed
        ? Hashes.bytes(hashed.hash())
        : Form.NULL;
  }

  private @Nullable Long owner(PreAuthKey key) {
    UserId user = key.user();
    if (user != null) {
      return user.value();
    }
    return target.atLeast(V0_28) ? null : target.taggedOwner();
  }

  /// Before there was revocation, a key that is to work no longer had to expire.
  private @Nullable Instant expiration(PreAuthKey key) {
    Instant revoked = key.revokedAt();
    Instant expiration = key.expiration();
    if (revoked == null || target.atLeast(V0_30_DEV)) {
      return expiration;
    }
    return expiration == null || revoked.isBefore(expiration) ? revoked : expiration;
  }

  @Override
  public boolean admits(PreAuthKey key, Remarks remarks) {
    String object = Labels.object(key);
    if (key.secret() instanceof KeySecret.Unknown) {
      remarks.add(
          Finding.action(
              "KEY_UNKNOWN",
              object,
              "Nobody here knows the key, so no row is written for it.",
              "Make a new key in " + target.label() + " where devices still register with it."));
      return false;
    }
    secret(key, object, remarks);
    if (!target.atLeast(V0_28) && owner(key) == null) {
      remarks.add(
          Finding.action(
              "KEY_OWNERLESS",
              object,
              "The key belongs to no user, and in "
                  + target.label()
                  + " a device can register only on behalf of one.",
              "Name a user with --tagged-owner, or make a new key there."));
    }
    if (!target.atLeast(V0_30_DEV)) {
      lateColumns(key, object, remarks);
    }
    return true;
  }

  private void secret(PreAuthKey key, String object, Remarks remarks) {
    switch (key.secret()) {
      case KeySecret.Plaintext(var text) -> {
        if (text.isWithheld()) {
          remarks.add(Hashes.withheld(object));
        }
      }
      case KeySecret.Unknown _ -> {}
      case KeySecret.Hashed _ when !target.atLeast(V0_28) ->
          remarks.add(
              Finding.action(
                  "KEY_HASHED",
                  object,
                  "Only a hash of the key is known, and "
                      + target.label()
                      + " holds keys themselves: no device can register with it there.",
                  "Make a new key there where devices still register with this one."));
      case KeySecret.Hashed hashed -> {
        if (!hashed.prefix().isEmpty()) {
          uniques.take("pre_auth_keys.prefix", hashed.prefix(), object, remarks);
        }
        if (hashed.prefix().length() != PREFIX_LENGTH) {
          remarks.add(
              Finding.action(
                  "KEY_PREFIX",
                  object,
                  "Its prefix has "
                      + hashed.prefix().length()
                      + " characters, and "
                      + target.label()
                      + " takes keys with "
                      + PREFIX_LENGTH
                      + " only.",
                  "Make a new key there where devices still register with this one."));
        }
        Hashes.remark(hashed.hash(), Hashes.BCRYPT, object, target.label(), remarks);
      }
    }
  }

  private void lateColumns(PreAuthKey key, String object, Remarks remarks) {
    if (!key.description().isEmpty()) {
      remarks.add(
          Finding.lossy(
              "DESCRIPTION_LOST",
              object,
              target.label() + " has no place for the description \"" + key.description() + "\".",
              "Note it elsewhere if someone needs it."));
    }
    if (key.revokedAt() != null) {
      remarks.add(
          Finding.info(
              "KEY_REVOKED",
              object,
              target.label()
                  + " does not revoke keys; this one is written as expired at "
                  + expiration(key)
                  + ".",
              "Nothing."));
    }
  }
}
