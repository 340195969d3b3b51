package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;

import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.tailnet.identity.ProviderIdentifier.Rule;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes an inventory as rows, table after table in the order in which they refer to each other.
///
/// All findings are known before the first row is handed out; rows are made again for each reader
/// and never kept.
public final class InventoryRows implements RowRenderer {
  @Override
  public Rendering render(Inventory inventory, HeadscaleSchema schema, RowOptions options) {
    Remarks remarks = new Remarks();
    Target target = target(inventory, schema, options, remarks);
    AskedTags asked = new AskedTags(inventory, target, Policies.text(inventory, options.policy()));
    Uniques uniques = new Uniques();
    Leftovers leftovers = new Leftovers(inventory, target);
    Map<String, TableShape> shapes =
        schema.tables().stream().collect(Collectors.toMap(TableShape::name, shape -> shape));
    Map<String, RowTable<?>> tables = new LinkedHashMap<>();
    for (Kind<?> kind : kinds(inventory, target, uniques, asked)) {
      Collection<Entity<?>> entities =
          kind instanceof Policies
              ? Policies.versions(inventory, options.policy(), leftovers.of(kind.table()), remarks)
              : inventory.entities(kind.kind());
      TableShape shape = shapes.get(kind.table());
      if (shape == null) {
        refuse(kind, entities, remarks);
        continue;
      }
      RowTable<?> table = new RowTable<>(kind, shape, target, entities);
      Set<Long> written = written(kind, target);
      table.judge(remarks, written::add);
      leftovers.addTo(table, uniques, written);
      tables.put(shape.name(), table);
    }
    leftovers.report(tables.keySet(), remarks);
    TailnetLimits.report(inventory, target, remarks);
    return new Rendering(new Rows(tables, leftovers.counters()), remarks.list());
  }

  private static Target target(
      Inventory inventory, HeadscaleSchema schema, RowOptions options, Remarks remarks) {
    Long owner =
        schema.release().atLeast(V0_29)
            ? null
            : TaggedOwner.find(options.taggedOwner(), inventory.users(), remarks);
    return new Target(
        schema.release(),
        schema.engine(),
        Fidelity.of(inventory, schema),
        new HashSet<>(),
        new HashSet<>(),
        owner);
  }

  private static List<Kind<?>> kinds(
      Inventory inventory, Target target, Uniques uniques, AskedTags asked) {
    Set<Long> ids =
        inventory.users().stream().map(User::id).map(id -> id.value()).collect(Collectors.toSet());
    LongPredicate users = ids::contains;
    Set<Long> out =
        inventory.users().stream()
            .filter(user -> user.suspended() || user.awaitingApproval())
            .map(user -> user.id().value())
            .collect(Collectors.toSet());
    Map<Long, PreAuthKey> keys = new HashMap<>();
    inventory.preAuthKeys().forEach(key -> keys.put(key.id().value(), key));
    return List.of(
        new Users(target, spelling(inventory, target), uniques),
        new PreAuthKeys(target, users, uniques),
        new ApiKeys(target, users, uniques),
        new OAuthClients(target, users, uniques),
        new OAuthTokens(target, uniques),
        new Nodes(target, new NodeOwner(target, users, out::contains), keys::get, asked),
        new Policies(target));
  }

  private static Spelling spelling(Inventory inventory, Target target) {
    Rule rule =
        Rule.ofRelease(target.release().label())
            .orElseThrow(() -> new AssertionError("every release that can be written has a rule"));
    return new Spelling(rule, sourceRule(inventory));
  }

  /// Of a range of releases the last counts, as everywhere.
  private static @Nullable Rule sourceRule(Inventory inventory) {
    String release = inventory.source().release();
    return inventory.source().kind().equals(DatabaseSource.KIND)
        ? Rule.ofRelease(release.substring(release.lastIndexOf(' ') + 1)).orElse(null)
        : null;
  }

  /// Collects the numbers of rows; those that nothing refers to are asked for by nobody.
  private static Set<Long> written(Kind<?> kind, Target target) {
    return switch (kind.kind()) {
      case USER -> target.users();
      case PRE_AUTH_KEY -> target.keys();
      case SERVER,
          DNS,
          DERP,
          TRANSITION,
          SECRET,
          API_KEY,
          OAUTH_CLIENT,
          OAUTH_TOKEN,
          NODE,
          POLICY,
          ALIAS,
          IDENTITY_PROVIDER,
          HOSTED ->
          new HashSet<>();
    };
  }

  private static <T extends TailnetEntity> void refuse(
      Kind<T> kind, Collection<Entity<?>> entities, Remarks remarks) {
    entities.forEach(entity -> kind.admits(kind.type().cast(entity.value()), remarks));
  }

  private record Rows(Map<String, RowTable<?>> tables, Map<String, Long> counters)
      implements DatabaseRows {
    @Override
    public long count(TableShape table) {
      RowTable<?> rows = tables.get(table.name());
      return rows == null ? 0 : rows.count();
    }

    @Override
    public void each(TableShape table, Consumer<RawRow> sink) {
      RowTable<?> rows = tables.get(table.name());
      if (rows != null) {
        rows.each(sink);
      }
    }
  }
}
