package dev.wayleave.coordinator.store;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.Tailnet;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Reads and writes tailnets; each method is one transaction.
@Singleton
public class TailnetStore {
  /// The tailnet that everything belongs to until there are more.
  public static final long DEFAULT_TAILNET = 1;

  /// Long enough to apply a migration of 100 000 nodes on a slow disk.
  private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(10);

  private final StatelessSession session;
  private final boolean notify;

  @Inject
  TailnetStore(
      StatelessSession session,
      @ConfigProperty(name = "wayleave.notify", defaultValue = "true") boolean notify) {
    this.session = session;
    this.notify = notify;
  }

  /// Runs `work` while holding the tailnet's row, so that no other replica writes it meanwhile.
  public <R> R write(long tailnet, Function<WriteTransaction, R> work) {
    return inTransaction(() -> {
      return work.apply(new WriteTransaction(session, tailnet, notify));
    });
  }

  /// The whole image as of one moment.
  public Tailnet load(long tailnet) {
    return inTransaction(() -> {
      execute("set transaction isolation level repeatable read");
      return new TailnetReader(session, tailnet).load();
    });
  }

  /// Everything with the rows it was imported from, as of one moment.
  public Inventory inventory(long tailnet, SourceInfo source) {
    return inTransaction(() -> {
      execute("set transaction isolation level repeatable read");
      return new TailnetReader(session, tailnet).inventory(source);
    });
  }

  public long version(long tailnet) {
    return inTransaction(() -> new TailnetReader(session, tailnet).row().version);
  }

  /// The commits after a version, oldest first.
  public List<LogEntry> logAfter(long tailnet, long version) {
    return inTransaction(() -> new TailnetReader(session, tailnet).logAfter(version));
  }

  /// Writes a line to the audit log that goes with no change, for example the reading of a secret.
  public void audit(long tailnet, AuditEntry entry) {
    inTransaction(() -> session.insert(AuditRow.of(tailnet, entry)));
  }

  /// The audit log before an entry, newest first.
  public List<AuditEntry> auditBefore(long tailnet, long id, int limit) {
    return inTransaction(() ->
        AuditRow.<AuditRow>find("tailnet = ?1 and id < ?2", Sort.descending("id"), tailnet, id)
            .page(Page.ofSize(limit))
            .list()
            .stream()
            .map(AuditRow::entry)
            .toList());
  }

  private void execute(String sql) {
    session.createNativeMutationQuery(sql).executeUpdate();
  }

  private static <R extends @Nullable Object> R inTransaction(Callable<R> work) {
    return QuarkusTransaction.requiringNew()
        .timeout((int) LONGEST_TRANSACTION.toSeconds())
        .call(work);
  }
}
