package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Reads `api_keys`. The public prefix has ten characters until 0.24, seven until 0.27 and twelve
/// since; it is taken as it is, whatever its length.
final class ApiKeyRows {
  private final RowStream stream;
  private final UserRows users;
  private final RowIds ids;
  private final List<Entity<ApiKey>> keys = new ArrayList<>();
  private long count;

  ApiKeyRows(RowStream stream, UserRows users) {
    this.stream = stream;
    this.users = users;
    this.ids = stream.ids("API key");
  }

  void read() throws SourceException {
    stream.each("api_keys", this::row);
  }

  long count() {
    return count;
  }

  List<Entity<ApiKey>> entities() {
    return keys;
  }

  private void row(Row row) {
    count++;
    OptionalLong id = ids.take(row);
    if (id.isEmpty()) {
      stream.leftOver(row);
      return;
    }
    RowFaults faults =
        stream.faults(row, "API key " + id.getAsLong() + " (" + row.text("prefix") + ")");
    ApiKey key =
        new ApiKey(
            new ApiKeyId(id.getAsLong()),
            secret(faults),
            users.creator(faults),
            faults.label("description"),
            Set.of(),
            faults.expiration("expiration"),
            faults.past("last_seen"),
            faults.past("created_at"));
    keys.add(new Entity<>(key, SecretColumns.hide(row.raw())));
  }

  static KeySecret.Hashed secret(RowFaults faults) {
    String prefix = faults.row().text("prefix");
    return switch (faults.row().hash("hash")) {
      case Parsed.Value<String>(String hash) -> new KeySecret.Hashed(prefix, SecretText.of(hash));
      case Parsed.Unreadable<String>(String hex) -> HashFaults.unusable(faults, prefix, hex);
      case Parsed.Nothing<String> _ -> HashFaults.unusable(faults, prefix, "");
    };
  }
}
