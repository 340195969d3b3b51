package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthClientId;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.OAuthTokenId;
import dev.wayleave.tailnet.model.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Reads `oauth_clients` and `oauth_access_tokens`, which there are since 0.30.
final class OAuthRows {
  private final RowStream stream;
  private final UserRows users;
  private final RowIds clientIds;
  private final RowIds tokenIds;
  private final List<Entity<OAuthClient>> clients = new ArrayList<>();
  private final List<Entity<OAuthToken>> tokens = new ArrayList<>();

  OAuthRows(RowStream stream, UserRows users) {
    this.stream = stream;
    this.users = users;
    this.clientIds = stream.ids("OAuth client");
    this.tokenIds = stream.ids("OAuth token");
  }

  void read() throws SourceException {
    stream.each("oauth_clients", this::client);
    stream.each("oauth_access_tokens", this::token);
  }

  List<Entity<OAuthClient>> clients() {
    return clients;
  }

  List<Entity<OAuthToken>> tokens() {
    return tokens;
  }

  private void client(Row row) {
    OptionalLong id = clientIds.take(row);
    if (id.isEmpty()) {
      stream.leftOver(row);
      return;
    }
    RowFaults faults =
        stream.faults(row, "OAuth client " + id.getAsLong() + " (" + row.text("client_id") + ")");
    OAuthClient client =
        new OAuthClient(
            new OAuthClientId(id.getAsLong()),
            row.text("client_id"),
            secret(faults),
            Set.copyOf(faults.harmlessTexts("scopes")),
            faults.tags("tags"),
            faults.label("description"),
            users.creator(faults),
            faults.past("created_at"),
            faults.expiration("revoked"));
    clients.add(new Entity<>(client, SecretColumns.hide(row.raw())));
  }

  private static SecretText secret(RowFaults faults) {
    return switch (faults.row().hash("secret_hash")) {
      case Parsed.Value<String>(String hash) -> SecretText.of(hash);
      case Parsed.Unreadable<String>(String hex) -> HashFaults.unusable(faults, "", hex).hash();
      case Parsed.Nothing<String> _ -> HashFaults.unusable(faults, "", "").hash();
    };
  }

  private void token(Row row) {
    OptionalLong id = tokenIds.take(row);
    if (id.isEmpty()) {
      stream.leftOver(row);
      return;
    }
    RowFaults faults =
        stream.faults(row, "OAuth token " + id.getAsLong() + " (" + row.text("prefix") + ")");
    OAuthToken token =
        new OAuthToken(
            new OAuthTokenId(id.getAsLong()),
            ApiKeyRows.secret(faults),
            row.text("client_id"),
            Set.copyOf(faults.harmlessTexts("scopes")),
            faults.tags("tags"),
            faults.expiration("expiration"),
            faults.past("created_at"));
    tokens.add(new Entity<>(token, SecretColumns.hide(row.raw())));
  }
}
