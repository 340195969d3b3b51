package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `users`, which were `namespaces` until 0.18.
final class UserRows {
  private final RowStream stream;
  private final RowIds ids;
  private final Map<Long, Entity<User>> users = new LinkedHashMap<>();
  private long count;

  UserRows(RowStream stream) {
    this.stream = stream;
    this.ids = stream.ids("user");
  }

  void read(String table) throws SourceException {
    stream.each(table, this::row);
    reportAmbiguous();
  }

  long count() {
    return count;
  }

  List<Entity<User>> entities() {
    return List.copyOf(users.values());
  }

  /// A user's name for sentences.
  String label(@Nullable Long id) {
    Entity<User> user = id == null ? null : users.get(id);
    return user == null ? "nobody" : user.value().label();
  }

  /// The user of a key, or null after a finding where the row names one in vain.
  @Nullable UserId creator(RowFaults faults) {
    Long id = faults.row().reference("user_id");
    if (id == null || exists(id)) {
      return id == null ? null : new UserId(id);
    }
    faults.report(
        Finding.Level.INFO,
        "CREATOR_MISSING",
        "It was made by user " + id + ", who does not exist.",
        "Nothing to do: it goes on working.");
    return null;
  }

  boolean exists(@Nullable Long id) {
    return id != null && users.containsKey(id);
  }

  private void row(Row row) {
    if (!row.isNull("deleted_at")) {
      stream.leftOver(row);
      stream
          .faults(row, "user " + row.text("id") + " (" + row.text("name") + ")")
          .report(
              Finding.Level.INFO,
              "USER_DELETED",
              "Headscale deleted this user at " + row.text("deleted_at") + ".",
              "Nothing to do: the row is kept beside the users.");
      return;
    }
    count++;
    OptionalLong id = ids.take(row);
    if (id.isEmpty()) {
      stream.leftOver(row);
      return;
    }
    users.put(
        id.getAsLong(), new Entity<>(user(row, id.getAsLong()), SecretColumns.hide(row.raw())));
  }

  private User user(Row row, long id) {
    RowFaults faults = stream.faults(row, object(id, row.text("name"), row.text("email")));
    if (row.text("name").isEmpty()) {
      faults.report(
          Finding.Level.INFO,
          "USER_NAMELESS",
          "The name is empty, as with a provider that sends none.",
          "Nothing to do; a policy can name the user by e-mail address.");
    }
    return new User(
        new UserId(id),
        faults.label("name"),
        faults.label("display_name"),
        faults.label("email"),
        faults.label("profile_pic_url"),
        identities(row),
        Set.of(),
        faults.past("created_at"));
  }

  private static String object(long id, String name, String email) {
    return "user " + id + " (" + (name.isEmpty() ? email : name) + ")";
  }

  private static List<Identity> identities(Row row) {
    String identifier = row.text("provider_identifier");
    String provider = row.text("provider");
    return identifier.isEmpty()
        ? List.of()
        : List.of(new Identity(provider.isEmpty() ? "oidc" : provider, identifier, null, null));
  }

  /// A policy names users by name or e-mail address: what two users answer to means neither.
  private void reportAmbiguous() {
    Map<String, Set<User>> byToken = new LinkedHashMap<>();
    for (Entity<User> entity : users.values()) {
      User user = entity.value();
      for (String token : List.of(user.name(), user.email())) {
        if (!token.isEmpty()) {
          byToken.computeIfAbsent(token, _ -> new LinkedHashSet<>()).add(user);
        }
      }
    }
    byToken.forEach((token, same) -> {
      for (User user : same.size() > 1 ? same : Set.<User>of()) {
        reportAmbiguous(token, user, new ArrayList<>(same));
      }
    });
  }

  private void reportAmbiguous(String token, User user, List<User> same) {
    same.remove(user);
    stream.finding(
        Finding.action(
            "USER_AMBIGUOUS",
            object(user.id().value(), user.name(), user.email()),
            RowFaults.quoted(token) + " names user " + same.getFirst().id() + " too.",
            "Rename one of them if a policy is to mention either."));
  }
}
