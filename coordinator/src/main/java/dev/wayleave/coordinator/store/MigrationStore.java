package dev.wayleave.coordinator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.ChangesCodec;
import dev.wayleave.tailnet.inventory.plan.EntityChange;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Keeps migrations; carrying one out is the writer's business, in [WriteTransaction].
@ApplicationScoped
public class MigrationStore {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TIMEOUT_SECONDS = 600;

  private static final String COLUMNS =
      "select r.id.id, r.state, r.origin, r.version, r.createdAt, r.appliedAt, r.rolledBackAt, ";

  private static final String FROM = " from MigrationRow r where r.id.tailnet = :tailnet";

  private final StatelessSession session;

  /// For the proxies of the container only.
  @SuppressWarnings("NullAway")
  protected MigrationStore() {
    this(null);
  }

  @Inject
  MigrationStore(StatelessSession session) {
    this.session = session;
  }

  /// What a plan for a source of this kind compares.
  public Snapshot snapshot(long tailnet, SourceInfo self, String origin) {
    return inTransaction(() -> {
      session
          .createNativeMutationQuery("set transaction isolation level repeatable read")
          .executeUpdate();
      TailnetReader reader = new TailnetReader(session, tailnet);
      return new Snapshot(reader.row().version, reader.compared(self), reader.applied(origin));
    });
  }

  /// Keeps a planned migration with its source's rows of no entity, and says so in the audit log;
  /// forgets plans that nobody applied since `forgetBefore`.
  public void add(
      long tailnet,
      StoredMigration migration,
      String outline,
      List<EntityChange> changes,
      List<RawRow> leftovers,
      Instant forgetBefore,
      AuditEntry audit) {
    byte[] bytes = bytes(changes);
    byte[] rest = leftovers.isEmpty() ? null : LeftoverRows.write(leftovers);
    inTransaction(() -> {
      session
          .createMutationQuery(
              "delete from MigrationRow r where r.id.tailnet = :tailnet"
                  + " and r.state = 'PLANNED' and r.createdAt < :before")
          .setParameter("tailnet", tailnet)
          .setParameter("before", forgetBefore)
          .executeUpdate();
      session.insert(AuditRow.of(tailnet, audit));
      return session.insert(MigrationRow.of(tailnet, migration, outline, bytes, rest));
    });
  }

  /// All migrations, newest first, with the outlines of their plans.
  public List<StoredMigration> list(long tailnet) {
    return inTransaction(() ->
        session
            .createQuery(
                COLUMNS + "r.outline" + FROM + " order by r.createdAt desc", Object[].class)
            .setParameter("tailnet", tailnet)
            .getResultList()
            .stream()
            .map(MigrationStore::migration)
            .toList());
  }

  public Optional<StoredMigration> find(long tailnet, String id) {
    return inTransaction(() ->
        session
            .createQuery(COLUMNS + "r.plan" + FROM + " and r.id.id = :id", Object[].class)
            .setParameter("tailnet", tailnet)
            .setParameter("id", id)
            .getResultList()
            .stream()
            .map(MigrationStore::migration)
            .findFirst());
  }

  /// The changes that carry a migration out.
  public List<EntityChange> changes(long tailnet, String id) {
    byte[] bytes =
        inTransaction(() ->
            session
                .createQuery(
                    "select r.changes from MigrationRow r where r.id.tailnet = :tailnet"
                        + " and r.id.id = :id",
                    byte[].class)
                .setParameter("tailnet", tailnet)
                .setParameter("id", id)
                .getSingleResult());
    try {
      return ChangesCodec.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new StoreException(
          "The migration " + id + " was stored by another release and cannot be read here.", e);
    }
  }

  /// The node keys that nodes came with, by the ids of the nodes, where they came from a plane that
  /// they still had to leave.
  public Map<Long, String> keysOfUnmoved(long tailnet) {
    return inTransaction(() -> {
      Map<Long, String> keys = new HashMap<>();
      session
          .createQuery(
              "select r.id.id, r.body from AppliedRow r"
                  + " where r.id.tailnet = :tailnet and r.id.kind = :kind",
              Object[].class)
          .setParameter("tailnet", tailnet)
          .setParameter("kind", EntityKind.NODE.plural())
          .setFetchSize(1000)
          .getResultStream()
          .forEach(columns ->
              keyOfUnmoved((String) columns[1])
                  .ifPresent(key -> keys.put(Long.valueOf((String) columns[0]), key)));
      return keys;
    });
  }

  private static Optional<String> keyOfUnmoved(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node.hasNonNull("unmoved")
          ? Optional.of(node.path("nodeKey").asText())
          : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new StoreException("What was last applied of a node cannot be read.", e);
    }
  }

  private static StoredMigration migration(Object[] columns) {
    return new StoredMigration(
        (String) columns[0],
        StoredMigration.State.valueOf((String) columns[1]),
        (String) columns[2],
        (Long) columns[3],
        (Instant) columns[4],
        (Instant) columns[5],
        (Instant) columns[6],
        (String) columns[7]);
  }

  static byte[] bytes(List<EntityChange> changes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ChangesCodec.write(changes, out);
    } catch (IOException e) {
      throw new AssertionError("memory takes what is written to it", e);
    }
    return out.toByteArray();
  }

  private static <R extends @Nullable Object> R inTransaction(Callable<R> work) {
    return QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS).call(work);
  }
}
