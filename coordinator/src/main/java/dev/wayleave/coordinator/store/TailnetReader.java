package dev.wayleave.coordinator.store;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.json.InventoryJsonException;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Reads a tailnet within a transaction that someone else began.
final class TailnetReader {
  private static final InventoryJson JSON = InventoryJson.revealing();

  private final StatelessSession session;
  private final long tailnet;

  TailnetReader(StatelessSession session, long tailnet) {
    this.session = session;
    this.tailnet = tailnet;
  }

  TailnetRow row() {
    TailnetRow row = session.get(TailnetRow.class, tailnet);
    if (row == null) {
      throw new IllegalStateException("the database holds no tailnet " + tailnet);
    }
    return row;
  }

  Tailnet load() {
    TailnetRow row = row();
    List<TailnetEntity> entities = new ArrayList<>();
    for (EntityKind kind : EntityKind.values()) {
      each(kind, entity -> entities.add(entity.value()), false);
    }
    return Tailnet.of(row.version, row.lastIds(), entities);
  }

  /// Everything with the rows it was imported from.
  Inventory inventory(SourceInfo source) {
    Inventory.Builder inventory = entities(source);
    LeftoverRows.of(session, tailnet).forEach(inventory::addLeftover);
    return inventory.build();
  }

  /// The same without the rows of no entity, which a plan does not compare.
  Inventory compared(SourceInfo source) {
    return entities(source).build();
  }

  private Inventory.Builder entities(SourceInfo source) {
    Inventory.Builder inventory = Inventory.builder(source);
    for (EntityKind kind : EntityKind.values()) {
      each(kind, inventory::add, true);
    }
    return inventory;
  }

  /// What was last applied from sources of a kind.
  Inventory applied(String origin) {
    Inventory.Builder inventory = Inventory.builder(new SourceInfo(origin, "", ""));
    session
        .createQuery(
            "select r.body, r.sourceRow, r.id.kind from AppliedRow r"
                + " where r.id.tailnet = :tailnet and r.id.origin = :origin",
            Object[].class)
        .setParameter("tailnet", tailnet)
        .setParameter("origin", origin)
        .setFetchSize(1000)
        .getResultStream()
        .forEach(columns -> inventory.add(entity(EntityKind.parse((String) columns[2]), columns)));
    return inventory.build();
  }

  private void each(EntityKind kind, Consumer<Entity<?>> sink, boolean withSource) {
    String singleton =
        switch (kind) {
          case SERVER, DNS, DERP, TRANSITION -> " and r.id.id = '" + kind.plural() + "'";
          case SECRET,
              USER,
              PRE_AUTH_KEY,
              API_KEY,
              OAUTH_CLIENT,
              OAUTH_TOKEN,
              NODE,
              POLICY,
              ALIAS,
              IDENTITY_PROVIDER,
              HOSTED ->
              "";
        };
    String source = withSource ? "r.sourceRow" : "cast(null as String)";
    session
        .createQuery(
            "select r.body, "
                + source
                + " from "
                + Rows.table(kind)
                + " r where r.id.tailnet = :tailnet"
                + singleton,
            Object[].class)
        .setParameter("tailnet", tailnet)
        .setFetchSize(1000)
        .getResultStream()
        .forEach(columns -> sink.accept(entity(kind, columns)));
  }

  private static Entity<?> entity(EntityKind kind, Object[] columns) {
    try {
      @Nullable Object source = columns[1];
      RawRow row = source == null ? null : JSON.readRow((String) source);
      return new Entity<>(JSON.readValue(kind.type(), (String) columns[0]), row);
    } catch (InventoryJsonException e) {
      throw new StoreException(
          "The database holds a row that this release cannot read: " + e.getMessage() + ".", e);
    }
  }

  List<LogEntry> logAfter(long version) {
    return session
        .createQuery(
            "from ChangeLogRow r where r.id.tailnet = :tailnet and r.id.version > :version"
                + " order by r.id.version",
            ChangeLogRow.class)
        .setParameter("tailnet", tailnet)
        .setParameter("version", version)
        .getResultList()
        .stream()
        .map(TailnetReader::entry)
        .toList();
  }

  private static LogEntry entry(ChangeLogRow row) {
    try {
      return new LogEntry(row.id.version(), row.batch, LogPayload.read(row.payload));
    } catch (InventoryJsonException e) {
      throw new StoreException(
          "Entry "
              + row.id.version()
              + " of the change log cannot be read by this release: "
              + e.getMessage()
              + ".",
          e);
    }
  }
}
