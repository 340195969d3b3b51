package dev.wayleave.coordinator.store;

import dev.wayleave.coordinator.presence.Carrier;
import dev.wayleave.coordinator.presence.PresenceLedger;
import dev.wayleave.coordinator.presence.Seen;
import dev.wayleave.coordinator.presence.Sighting;
import dev.wayleave.coordinator.presence.Written;
import dev.wayleave.tailnet.model.NodeId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Presence of one tailnet in the database, as one replica writes and reads it.
///
/// All times are the database's, so that replicas need not agree on theirs.
public final class PresenceStore implements PresenceLedger {
  /// A transaction may commit after one that began later, so of carriers, of which there are few, a
  /// bit more than the news is read.
  private static final Duration OVERLAP = Duration.ofSeconds(10);

  /// What transactions wrote that were not over when this was last read, or began after.
  private static final String ROWS =
      "select id, replica, online, silent, last_seen,"
          + " cast(extract(epoch from now() - opened_at) * 1000000 as bigint) as age"
          + " from presence where tailnet = :tailnet and written_by >= cast(:after as xid8)";

  private static final String ROWS_GIVEN =
      "unnest(cast(:nodes as bigint[]), cast(:seen as timestamptz[]), cast(:silent as boolean[]),"
          + " cast(:ages as bigint[])) as s (id, seen, silent, age)";

  private static final String LIVING = " (select r.id from replicas r where r.expires_at > now())";

  /// Before every transaction.
  private static final String FIRST = "0";

  private final StatelessSession session;
  private final long tailnet;
  private final UUID replica;
  private final InstantSource clock;
  private final boolean notify;
  private final CarrierRows carriers;
  private Instant carriersUpTo = Instant.EPOCH;
  private String readUpTo = FIRST;
  private volatile Set<UUID> livingBefore = Set.of();

  /// @param clock by which sightings say when a stream was opened
  public PresenceStore(
      StatelessSession session, long tailnet, UUID replica, InstantSource clock, boolean notify) {
    this.session = session;
    this.tailnet = tailnet;
    this.replica = replica;
    this.clock = clock;
    this.notify = notify;
    this.carriers = new CarrierRows(session, tailnet, replica);
  }

  @Override
  public Written everything() {
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          forgetDeleted();
          numberAnew();
          return new Written(read(FIRST, living()), carriers.everything());
        });
  }

  private void forgetDeleted() {
    session
        .createNativeMutationQuery(
            "delete from presence p where p.tailnet = :tailnet and not exists"
                + " (select 1 from nodes n where n.tailnet = p.tailnet and n.id = p.id)")
        .setParameter("tailnet", tailnet)
        .executeUpdate();
  }

  /// A database that was restored from a dump counts its transactions from the beginning.
  private void numberAnew() {
    session
        .createNativeMutationQuery(
            "update presence set written_by = pg_current_xact_id()"
                + " where tailnet = :tailnet and written_by > pg_current_xact_id()")
        .setParameter("tailnet", tailnet)
        .executeUpdate();
  }

  @Override
  public boolean isShared() {
    Set<UUID> living = livingBefore;
    return living.size() > (living.contains(replica) ? 1 : 0);
  }

  /// Where a replica died or came, every row may mean something else, so all are read.
  @Override
  public Written news() {
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          Set<UUID> living = living();
          boolean same = living.equals(livingBefore);
          // Read first: what it knows of is written before the presence that is read next.
          List<Carrier> carried = carriers.news(same ? carriersUpTo : Instant.EPOCH);
          List<Seen> seen =
              read(same ? readUpTo : FIRST, living).stream()
                  .filter(one -> one.writer() != Seen.Writer.SELF)
                  .toList();
          return new Written(seen, carried);
        });
  }

  private List<Seen> read(String after, Set<UUID> living) {
    // Asked first: what ends between the two is read twice, and nothing is missed.
    Object[] now =
        session
            .createNativeQuery(
                "select now() as now,"
                    + " cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as oldest",
                Object[].class)
            .addScalar("now", Instant.class)
            .addScalar("oldest", String.class)
            .getSingleResult();
    Instant here = clock.instant();
    List<Seen> read =
        session
            .createNativeQuery(ROWS, Object[].class)
            .addScalar("id", Long.class)
            .addScalar("replica", UUID.class)
            .addScalar("online", Boolean.class)
            .addScalar("silent", Boolean.class)
            .addScalar("last_seen", Instant.class)
            .addScalar("age", Long.class)
            .setParameter("tailnet", tailnet)
            .setParameter("after", after)
            .getResultList()
            .stream()
            .map(row -> seen(row, living, here))
            .toList();
    carriersUpTo = ((Instant) now[0]).minus(OVERLAP);
    readUpTo = (String) now[1];
    livingBefore = living;
    return read;
  }

  private Seen seen(Object[] row, Set<UUID> living, Instant here) {
    UUID writer = (UUID) row[1];
    boolean online = (Boolean) row[2];
    @Nullable Instant lastSeen = (@Nullable Instant) row[4];
    Instant opened = online ? here.minus((Long) row[5], ChronoUnit.MICROS) : null;
    return new Seen(
        new Sighting(new NodeId((Long) row[0]), online, lastSeen, (Boolean) row[3], opened),
        replica.equals(writer)
            ? Seen.Writer.SELF
            : living.contains(writer) ? Seen.Writer.OTHER : Seen.Writer.GONE);
  }

  private Set<UUID> living() {
    return new HashSet<>(
        session
            .createSelectionQuery(
                "select r.id from ReplicaRow r where r.expiresAt > instant", UUID.class)
            .getResultList());
  }

  @Override
  public void write(Collection<Sighting> sightings, Collection<Carrier> elected, Duration lives) {
    QuarkusTransaction.requiringNew()
        .run(() -> {
          live(lives);
          // A restart brings everybody back at once, so they go in one statement.
          List<Sighting> online = sightings.stream().filter(Sighting::online).toList();
          if (!online.isEmpty()) {
            here(online);
          }
          List<Sighting> offline = sightings.stream().filter(one -> !one.online()).toList();
          if (!offline.isEmpty()) {
            gone(offline);
          }
          carriers.write(elected);
          if (notify && !(sightings.isEmpty() && elected.isEmpty())) {
            session
                .createNativeQuery(
                    "select cast(pg_notify(:channel, :payload) as text)", String.class)
                .setParameter("channel", ChangeListener.CHANNEL)
                .setParameter("payload", Hint.PRESENT + replica)
                .getSingleResult();
          }
        });
  }

  private void live(Duration lives) {
    session
        .createNativeMutationQuery(
            "insert into replicas (id, expires_at) values (:id, now() + cast(:lives as interval))"
                + " on conflict (id) do update set expires_at = excluded.expires_at")
        .setParameter("id", replica)
        .setParameter("lives", lives.toString())
        .executeUpdate();
    session
        .createNativeMutationQuery(
            "delete from replicas where expires_at < now() - interval '1 hour'")
        .executeUpdate();
  }

  private void here(List<Sighting> sightings) {
    session
        .createNativeMutationQuery(
            "insert into presence"
                + " (tailnet, id, replica, online, silent, last_seen, opened_at, written_by)"
                + " select n.tailnet, n.id, :replica, true, s.silent, s.seen,"
                + " now() - s.age * interval '1 microsecond', pg_current_xact_id() from "
                + ROWS_GIVEN
                + " join nodes n on n.tailnet = :tailnet and n.id = s.id order by n.id"
                + " on conflict (tailnet, id) do update set replica = excluded.replica,"
                + " online = true, silent = excluded.silent, last_seen = excluded.last_seen,"
                + " opened_at = excluded.opened_at, written_by = excluded.written_by"
                + " where presence.replica = excluded.replica or not presence.online"
                + " or presence.opened_at <= excluded.opened_at or presence.replica not in"
                + LIVING)
        .setParameter("tailnet", tailnet)
        .setParameter("replica", replica)
        .setParameter("nodes", nodes(sightings))
        .setParameter("seen", seen(sightings))
        .setParameter("silent", silent(sightings))
        .setParameter("ages", ages(sightings))
        .executeUpdate();
  }

  /// Whoever went from here may be at another replica by now; that one's word stands.
  private void gone(List<Sighting> sightings) {
    session
        .createNativeMutationQuery(
            "update presence p set replica = :replica, online = false, silent = s.silent,"
                + " last_seen = coalesce(s.seen, p.last_seen), written_by = pg_current_xact_id() from "
                + ROWS_GIVEN
                + " where p.tailnet = :tailnet and p.id = s.id and (p.replica = :replica"
                + " or p.replica not in"
                + LIVING
                + ")")
        .setParameter("tailnet", tailnet)
        .setParameter("replica", replica)
        .setParameter("nodes", nodes(sightings))
        .setParameter("seen", seen(sightings))
        .setParameter("silent", silent(sightings))
        .setParameter("ages", ages(sightings))
        .executeUpdate();
  }

  private static String nodes(List<Sighting> sightings) {
    return array(sightings.stream().map(sighting -> Long.toString(sighting.node().value())));
  }

  private static String seen(List<Sighting> sightings) {
    return array(sightings.stream().map(sighting -> String.valueOf(sighting.lastSeen())));
  }

  private static String silent(List<Sighting> sightings) {
    return array(sightings.stream().map(sighting -> Boolean.toString(sighting.silent())));
  }

  /// How long ago the streams were opened, in microseconds: so the clocks of replicas need not
  /// agree.
  private String ages(List<Sighting> sightings) {
    Instant now = clock.instant();
    return array(
        sightings.stream()
            .map(Sighting::opened)
            .map(opened -> opened == null ? 0L : ChronoUnit.MICROS.between(opened, now))
            .map(age -> Long.toString(age)));
  }

  /// Elements in PostgreSQL's form of an array, whose null is written as Java's.
  private static String array(Stream<String> elements) {
    return elements.collect(Collectors.joining(",", "{", "}"));
  }
}
