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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;

/// Presence of one tailnet in the database, as one replica writes and reads it.
///
/// All times are the database's, so that replicas need not agree on theirs.
public final class PresenceStore implements PresenceLedger {
  /// A transaction may commit after one that began later, so a bit more than the news is read.
  private static final Duration OVERLAP = Duration.ofSeconds(10);

  private static final String ROWS =
      "from PresenceRow r where r.id.tailnet = :tailnet and r.writtenAt >= :after";

  private static final String ROWS_GIVEN =
      "unnest(cast(:nodes as bigint[]), cast(:seen as timestamptz[]), cast(:silent as boolean[]))"
          + " as s (id, seen, silent)";

  private final StatelessSession session;
  private final long tailnet;
  private final UUID replica;
  private final boolean notify;
  private final CarrierRows carriers;
  private Instant readUpTo = Instant.EPOCH;
  private Set<UUID> livingBefore = Set.of();

  public PresenceStore(StatelessSession session, long tailnet, UUID replica, boolean notify) {
    this.session = session;
    this.tailnet = tailnet;
    this.replica = replica;
    this.notify = notify;
    this.carriers = new CarrierRows(session, tailnet, replica);
  }

  @Override
  public Written everything() {
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          forgetDeleted();
          return new Written(read(Instant.EPOCH, living()), carriers.everything());
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

  /// Where a replica died or came, every row may mean something else, so all are read.
  @Override
  public Written news() {
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          Set<UUID> living = living();
          Instant after = living.equals(livingBefore) ? readUpTo : Instant.EPOCH;
          // Read first: what it knows of is written before the presence that is read next.
          List<Carrier> carried = carriers.news(after);
          List<Seen> seen =
              read(after, living).stream().filter(one -> one.writer() != Seen.Writer.SELF).toList();
          return new Written(seen, carried);
        });
  }

  private List<Seen> read(Instant after, Set<UUID> living) {
    Instant now = session.createNativeQuery("select now()", Instant.class).getSingleResult();
    List<Seen> read =
        session
            .createSelectionQuery(ROWS, PresenceRow.class)
            .setParameter("tailnet", tailnet)
            .setParameter("after", after)
            .getResultList()
            .stream()
            .map(row -> seen(row, living))
            .toList();
    readUpTo = now.minus(OVERLAP);
    livingBefore = living;
    return read;
  }

  private Seen seen(PresenceRow row, Set<UUID> living) {
    Sighting sighting = new Sighting(new NodeId(row.id.id()), row.online, row.lastSeen, row.silent);
    return new Seen(
        sighting,
        replica.equals(row.replica)
            ? Seen.Writer.SELF
            : living.contains(row.replica) ? Seen.Writer.OTHER : Seen.Writer.GONE);
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
                .setParameter("payload", Hint.PRESENT)
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
            "insert into presence (tailnet, id, replica, online, silent, last_seen, written_at)"
                + " select n.tailnet, n.id, :replica, true, s.silent, s.seen, now() from "
                + ROWS_GIVEN
                + " join nodes n on n.tailnet = :tailnet and n.id = s.id order by n.id"
                + " on conflict (tailnet, id) do update set replica = excluded.replica,"
                + " online = true, silent = excluded.silent, last_seen = excluded.last_seen, written_at = now()")
        .setParameter("tailnet", tailnet)
        .setParameter("replica", replica)
        .setParameter("nodes", nodes(sightings))
        .setParameter("seen", seen(sightings))
        .setParameter("silent", silent(sightings))
        .executeUpdate();
  }

  /// Whoever went from here may be at another replica by now; that one's word stands.
  private void gone(List<Sighting> sightings) {
    session
        .createNativeMutationQuery(
            "update presence p set replica = :replica, online = false, silent = s.silent,"
                + " last_seen = coalesce(s.seen, p.last_seen), written_at = now() from "
                + ROWS_GIVEN
                + " where p.tailnet = :tailnet and p.id = s.id and (p.replica = :replica"
                + " or p.replica not in (select r.id from replicas r where r.expires_at > now()))")
        .setParameter("tailnet", tailnet)
        .setParameter("replica", replica)
        .setParameter("nodes", nodes(sightings))
        .setParameter("seen", seen(sightings))
        .setParameter("silent", silent(sightings))
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

  /// Elements in PostgreSQL's form of an array, whose null is written as Java's.
  private static String array(Stream<String> elements) {
    return elements.collect(Collectors.joining(",", "{", "}"));
  }
}
