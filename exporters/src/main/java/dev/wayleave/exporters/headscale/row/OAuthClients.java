package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_30_DEV;
import static java.util.Map.entry;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.OAuthClient;
import java.util.Map;
import java.util.function.LongPredicate;

/// Writes `oauth_clients`, which there are since 0.30.
record OAuthClients(Target target, LongPredicate users, Uniques uniques)
    implements Kind<OAuthClient> {
  @Override
  public EntityKind kind() {
    return EntityKind.OAUTH_CLIENT;
  }

  @Override
  public Class<OAuthClient> type() {
    return OAuthClient.class;
  }

  @Override
  public String table() {
    return "oauth_clients";
  }

  @Override
  public long id(OAuthClient client) {
    return client.id().value();
  }

  @Override
  public Map<String, Column<OAuthClient>> columns() {
    Form form = target.form();
    Reference user = new Reference("user_id", users, null);
    return Map.ofEntries(
        entry("id", Column.of("id", Meaning.NUMBER, client -> Form.number(id(client)))),
        entry(
            "client_id",
            Column.of("client_id", Meaning.TEXT, client -> Form.text(client.clientId()))),
        entry(
            "secret_hash",
            Column.of("secret_hash", Meaning.HASH, client -> Hashes.bytes(client.secretHash()))),
        entry(
            "scopes",
            Column.of("scopes", Meaning.SET, client -> Form.text(GoJson.texts(client.scopes())))),
        entry(
            "tags",
            Column.of("tags", Meaning.SET, client -> Form.text(GoJson.texts(client.tags())))),
        entry(
            "description",
            Column.of("description", Meaning.TEXT, client -> Form.text(client.description()))),
        entry("user_id", (client, former) -> user.value(ApiKeys.number(client.user()), former)),
        entry(
            "created_at",
            Column.of("created_at", Meaning.MOMENT, client -> form.time(client.createdAt()))),
        entry(
            "revoked",
            Column.of("revoked", Meaning.LIMIT, client -> form.time(client.revokedAt()))));
  }

  @Override
  public boolean admits(OAuthClient client, Remarks remarks) {
    String object = Labels.object(client);
    if (!target.atLeast(V0_30_DEV)) {
      remarks.add(
          Finding.action(
              "OAUTH_UNKNOWN",
              object,
              target.label() + " has no OAuth clients, so it is left out.",
              "Make an API key there for the program, if it may do everything."));
      return false;
    }
    if (client.secretHash().isWithheld()) {
      remarks.add(Hashes.withheld(object));
      return false;
    }
    uniques.take("oauth_clients.client_id", client.clientId(), object, remarks);
    Hashes.remark(client.secretHash(), Hashes.ARGON2ID, object, target.label(), remarks);
    return true;
  }
}
