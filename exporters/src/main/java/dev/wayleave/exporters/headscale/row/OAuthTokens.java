package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_30_DEV;
import static java.util.Map.entry;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.OAuthToken;
import java.util.Map;

/// Writes `oauth_access_tokens`, which there are since 0.30.
record OAuthTokens(Target target, Uniques uniques) implements Kind<OAuthToken> {
  @Override
  public EntityKind kind() {
    return EntityKind.OAUTH_TOKEN;
  }

  @Override
  public Class<OAuthToken> type() {
    return OAuthToken.class;
  }

  @Override
  public String table() {
    return "oauth_access_tokens";
  }

  @Override
  public long id(OAuthToken token) {
    return token.id().value();
  }

  @Override
  public Map<String, Column<OAuthToken>> columns() {
    Form form = target.form();
    return Map.ofEntries(
        entry("id", Column.of("id", Meaning.NUMBER, token -> Form.number(id(token)))),
        entry(
            "prefix",
            Column.of("prefix", Meaning.TEXT, token -> Form.text(token.secret().prefix()))),
        entry(
            "hash", Column.of("hash", Meaning.HASH, token -> Hashes.bytes(token.secret().hash()))),
        entry(
            "client_id",
            Column.of("client_id", Meaning.TEXT, token -> Form.text(token.clientId()))),
        entry(
            "scopes",
            Column.of("scopes", Meaning.SET, token -> Form.text(GoJson.texts(token.scopes())))),
        entry(
            "tags", Column.of("tags", Meaning.SET, token -> Form.text(GoJson.texts(token.tags())))),
        entry(
            "expiration",
            Column.of("expiration", Meaning.LIMIT, token -> form.time(token.expiration()))),
        entry(
            "created_at",
            Column.of("created_at", Meaning.MOMENT, token -> form.time(token.createdAt()))));
  }

  /// A token lasts an hour, so there is nothing to do about one that stays behind.
  @Override
  public boolean admits(OAuthToken token, Remarks remarks) {
    String object = Labels.object(token);
    boolean held = target.atLeast(V0_30_DEV) && !token.secret().hash().isWithheld();
    if (!held) {
      remarks.add(
          Finding.info(
              "OAUTH_TOKEN_ENDS",
              object,
              "The access token is left out.",
              "Nothing to do: its program fetches another, where its client works."));
      return false;
    }
    uniques.take("oauth_access_tokens.prefix", token.secret().prefix(), object, remarks);
    Hashes.remark(token.secret().hash(), Hashes.ARGON2ID, object, target.label(), remarks);
    return true;
  }
}
