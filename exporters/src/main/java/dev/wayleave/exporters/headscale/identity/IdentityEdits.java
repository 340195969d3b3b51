package dev.wayleave.exporters.headscale.identity;

import static java.util.Objects.requireNonNull;

import dev.wayleave.exporters.headscale.row.Form;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.store.RowSession;
import dev.wayleave.exporters.headscale.store.RowSession.Counter;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.identity.rewrite.RewrittenUsers;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Finds out which columns of which rows a change of identities is.
final class IdentityEdits {
  static final String USERS = "users";
  static final String POLICIES = "policies";
  static final String IDENTIFIER = "provider_identifier";
  static final String NAME = "name";

  /// Whose rows name the user that they belong to.
  private static final List<String> OWNED =
      List.of("nodes", "pre_auth_keys", "api_keys", "oauth_clients");

  private static final String OWNER = "user_id";

  private final Tables tables;
  private final RewrittenUsers users;
  private final List<RowEdit> edits = new ArrayList<>();

  IdentityEdits(Tables tables, RewrittenUsers users) {
    this.tables = tables;
    this.users = users;
  }

  /// The tables that are read or written.
  static List<String> tables(Tables tables) {
    List<String> all = new ArrayList<>(List.of(USERS, POLICIES));
    all.addAll(OWNED);
    all.removeIf(name -> tables.find(name).isEmpty());
    return all;
  }

  /// What goes over to those who stay, then those who go, then those who change: in this order no
  /// reference breaks.
  List<RowEdit> of() throws SourceException {
    if (!users.gone().isEmpty()) {
      for (String table : OWNED) {
        Optional<Table> there = tables.find(table);
        if (there.isPresent()) {
          tables.read(there.get(), row -> owned(row));
        }
      }
    }
    List<RowEdit> changed = new ArrayList<>();
    Table rows = tables.find(USERS).orElseThrow();
    tables.read(
        rows,
        row -> {
          Long id = new Row(row).reference("id");
          if (id != null) {
            user(row, id, changed);
          }
        });
    edits.addAll(changed);
    return List.copyOf(edits);
  }

  private void owned(RawRow raw) {
    Row row = new Row(raw);
    Long id = row.reference("id");
    Long owner = row.reference(OWNER);
    if (id == null || owner == null || owner < 0) {
      return;
    }
    UserId heir = users.heir(new UserId(owner));
    if (heir.value() != owner) {
      edits.add(
          new RowEdit(
              raw.table(),
              id,
              column(OWNER, requireNonNull(raw.columns().get(OWNER))),
              column(OWNER, new RawValue.Int(heir.value()))));
    }
  }

  private static SequencedMap<String, RawValue> column(String name, RawValue value) {
    SequencedMap<String, RawValue> column = new LinkedHashMap<>();
    column.put(name, value);
    return column;
  }

  private void user(RawRow row, long number, List<RowEdit> changed) {
    UserId id = new UserId(number);
    Optional<User> before = users.before(id);
    // A row that was deleted softly is no user, though it may have the number of none.
    if (before.isEmpty() || !new Row(row).isNull("deleted_at")) {
      return;
    }
    SequencedMap<String, RawValue> columns = new LinkedHashMap<>(row.columns());
    Optional<User> left = users.after(id);
    if (left.isEmpty()) {
      edits.add(new RowEdit(USERS, number, columns, null));
      return;
    }
    User after = left.get();
    SequencedMap<String, RawValue> wanted = new LinkedHashMap<>(columns);
    if (!before.get().name().equals(after.name())) {
      wanted.put(NAME, new RawValue.Text(after.name()));
    }
    Optional<String> identifier = users.first(after).map(Identity::identifier);
    if (!before.get().identities().stream()
        .findFirst()
        .map(Identity::identifier)
        .equals(identifier)) {
      wanted.put(
          IDENTIFIER, identifier.<RawValue>map(RawValue.Text::new).orElseGet(RawValue.Null::new));
    }
    if (!wanted.equals(columns)) {
      changed.add(new RowEdit(USERS, number, columns, wanted));
    }
  }

  /// A new version of the policy, as Headscale itself keeps one: a row behind the others.
  static RowEdit policy(
      Tables tables, Engine engine, Optional<Counter> counter, String text, Instant now)
      throws SourceException {
    Table table = tables.find(POLICIES).orElseThrow();
    long[] last = {0};
    tables.read(
        table,
        row -> {
          Long id = new Row(row).reference("id");
          last[0] = Math.max(last[0], id == null ? 0 : id);
        });
    long id = Math.max(last[0] + 1, counter.map(Counter::next).orElse(1L));
    RawValue time = Form.of(engine).time(now);
    SequencedMap<String, RawValue> row = new LinkedHashMap<>();
    for (Table.Column column : table.columns()) {
      switch (column.name()) {
        case "id" -> row.put("id", new RawValue.Int(id));
        case "created_at", "updated_at" -> row.put(column.name(), time);
        case "deleted_at" -> row.put("deleted_at", new RawValue.Null());
        case "data" -> row.put("data", new RawValue.Text(text));
        default -> {
          // Nothing is known of it, so it gets its default.
        }
      }
    }
    return new RowEdit(POLICIES, id, null, row);
  }

  /// Makes edits in an order in which no two users ever have one identity or name.
  static void write(RowSession session, List<RowEdit> edits) throws TargetException {
    List<RowEdit> users = edits.stream().filter(edit -> isChangeOfUser(edit)).toList();
    for (RowEdit edit : users) {
      Map<String, RawValue> passing = new LinkedHashMap<>();
      for (String column : edit.written().keySet()) {
        if (column.equals(IDENTIFIER) || column.equals(NAME)) {
          passing.put(column, new RawValue.Text("wayleave-passing-" + edit.id()));
        }
      }
      if (!passing.isEmpty()) {
        session.update(USERS, edit.id(), passing);
      }
    }
    for (RowEdit edit : edits) {
      write(session, edit);
    }
  }

  private static boolean isChangeOfUser(RowEdit edit) {
    return edit.table().equals(USERS) && edit.before() != null && edit.after() != null;
  }

  private static void write(RowSession session, RowEdit edit) throws TargetException {
    SequencedMap<String, RawValue> after = edit.after();
    if (after == null) {
      session.delete(edit.table(), edit.id());
    } else if (edit.before() == null) {
      session.insert(edit.table(), after);
    } else if (!edit.written().isEmpty()) {
      session.update(edit.table(), edit.id(), edit.written());
    }
  }
}
