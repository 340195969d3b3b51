package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_30_DEV;
import static java.util.Map.entry;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Writes `api_keys`. A key of Headscale may do everything, so one that may do less is left out.
record ApiKeys(Target target, LongPredicate users, Uniques uniques) implements Kind<ApiKey> {
  /// Until 0.27 the server fails over a key without an end. This one the protobuf of the command
  /// line still holds.
  private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  /// The prefixes of `PREFIX.SECRET`, as 0.25 to 0.27 made them, and of `hskey-api-PREFIX-SECRET`.
  private static final int DOTTED = 7;

  private static final int DASHED = 12;

  @Override
  public EntityKind kind() {
    return EntityKind.API_KEY;
  }

  @Override
  public Class<ApiKey> type() {
    return ApiKey.class;
  }

  @Override
  public String table() {
    return "api_keys";
  }

  @Override
  public long id(ApiKey key) {
    return key.id().value();
  }

  @Override
  public Map<String, Column<ApiKey>> columns() {
    Form form = target.form();
    // Headscale declares no foreign key here.
    Reference user = new Reference("user_id", users, null);
    return Map.ofEntries(
        entry("id", Column.of("id", Meaning.NUMBER, key -> Form.number(id(key)))),
        entry("prefix", Column.of("prefix", Meaning.TEXT, key -> Form.text(key.secret().prefix()))),
        entry("hash", Column.of("hash", Meaning.HASH, key -> Hashes.bytes(key.secret().hash()))),
        entry("user_id", (key, former) -> user.value(number(key.user()), former)),
        entry(
            "expiration",
            Column.of("expiration", Meaning.LIMIT, key -> form.time(expiration(key)))),
        entry(
            "last_seen", Column.of("last_seen", Meaning.MOMENT, key -> form.time(key.lastSeen()))),
        entry(
            "created_at",
            Column.of("created_at", Meaning.MOMENT, key -> form.time(key.createdAt()))));
  }

  static @Nullable Long number(@Nullable UserId user) {
    return user == null ? null : user.value();
  }

  private @Nullable Instant expiration(ApiKey key) {
    return key.expiration() == null && !target.atLeast(V0_28) ? NEVER : key.expiration();
  }

  @Override
  public boolean admits(ApiKey key, Remarks remarks) {
    String object = Labels.object(key);
    if (!key.scopes().isEmpty()) {
      remarks.add(
          Finding.action(
              "API_KEY_SCOPED",
              object,
              "The key may do no more than "
                  + String.join(", ", key.scopes())
                  + "; a key of Headscale may do everything, so it is left out.",
              "Make a new key there for who may do everything."));
      return false;
    }
    if (key.secret().hash().isWithheld()) {
      remarks.add(Hashes.withheld(object));
      return false;
    }
    uniques.take("api_keys.prefix", key.secret().prefix(), object, remarks);
    Hashes.remark(key.secret().hash(), Hashes.BCRYPT, object, target.label(), remarks);
    prefix(key.secret().prefix().length(), object, remarks);
    lost(key, object, remarks);
    return true;
  }

  private void prefix(int length, String object, Remarks remarks) {
    if (target.atLeast(V0_28) && length != DOTTED && length != DASHED) {
      remarks.add(
          Finding.action(
              "API_KEY_PREFIX",
              object,
              "Its prefix has "
                  + length
                  + " characters, and "
                  + target.label()
                  + " rejects keys with other than 7 or 12.",
              "Make a new key there and hand it to who uses this one."));
    }
    if (!target.atLeast(V0_28) && length == DASHED) {
      remarks.add(
          Finding.action(
              "API_KEY_SPELLING",
              object,
              target.label() + " does not know keys of the form hskey-api-PREFIX-SECRET.",
              "Show this one there as PREFIX.SECRET, with a dot."));
    }
  }

  private void lost(ApiKey key, String object, Remarks remarks) {
    if (!key.description().isEmpty()) {
      remarks.add(
          Finding.lossy(
              "DESCRIPTION_LOST",
              object,
              "Headscale has no place for the description \"" + key.description() + "\".",
              "Note it elsewhere if someone needs it."));
    }
    if (key.user() != null && !target.atLeast(V0_30_DEV)) {
      remarks.add(
          Finding.info(
              "CREATOR_LOST",
              object,
              target.label() + " does not note that user " + key.user() + " made it.",
              "Nothing to do: it goes on working."));
    }
    if (key.expiration() == null && !target.atLeast(V0_28)) {
      remarks.add(
          Finding.info(
              "API_KEY_ENDLESS",
              object,
              target.label() + " fails over a key without an end; it is written with one in 9999.",
              "Nothing."));
    }
  }
}
