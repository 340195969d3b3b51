package dev.wayleave.coordinator.store;

import dev.wayleave.coordinator.kept.Bound;
import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.kept.KeptException;
import dev.wayleave.coordinator.kept.KeptKind;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.kept.Room;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hibernate.StatelessSession;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/// What is kept for a tailnet, in the database.
///
/// Reading is one statement by the key, without a lock. Keeping one more takes turns over all
/// replicas, for each kind by itself, so that what is counted is true.
public final class KeptStore implements KeptRows {
  /// The first half of an advisory lock's name; the second is the kind.
  private static final int LOCK = 0x6b657074;

  private static final int TIMEOUT_SECONDS = 15;

  private static final String OF_KIND = " tailnet = :tailnet and kind = :kind";
  private static final String ONE = OF_KIND + " and key = :key";
  private static final String WAITS = " and answer is null and until > :now";

  private final StatelessSession session;
  private final long tailnet;
  private final boolean notify;

  /// @param notify whether other replicas are told at once
  public KeptStore(StatelessSession session, long tailnet, boolean notify) {
    this.session = session;
    this.tailnet = tailnet;
    this.notify = notify;
  }

  @Override
  public Room keep(Kept one, List<Bound> bounds) {
    return inTransaction(() -> {
      session
          .createNativeQuery("select 1 from pg_advisory_xact_lock(:lock, :kind)", Integer.class)
          .setParameter("lock", LOCK)
          .setParameter("kind", one.kind().name().hashCode())
          .getSingleResult();
      delete(one.kind(), one.key());
      List<String> gaveWay = new ArrayList<>();
      for (Bound bound : bounds) {
        long excess = excess(one, bound);
        if (excess > 0) {
          switch (bound.beyond()) {
            case OLDEST_GIVES_WAY -> gaveWay.addAll(giveWay(one, bound, excess));
            case REFUSED -> {
              if (gaveWay.isEmpty()) {
                return new Room(bound, List.of());
              }
            }
          }
        }
      }
      session.insert(KeptRow.of(tailnet, one));
      if (!gaveWay.isEmpty() && isHeld(one.kind())) {
        tell();
      }
      return new Room(null, gaveWay);
    });
  }

  /// How many are too many once this one is kept.
  private long excess(Kept one, Bound bound) {
    NativeQuery<Long> query =
        session.createNativeQuery(
            "select count(*) from kept where" + OF_KIND + among(bound), Long.class);
    give(query, one, bound);
    return query.getSingleResult() + 1 - bound.most();
  }

  private List<String> giveWay(Kept one, Bound bound, long excess) {
    NativeQuery<String> query =
        session.createNativeQuery(
            "delete from kept where"
                + OF_KIND
                + " and key in (select key from kept where"
                + OF_KIND
                + among(bound)
                + " order by seen, number limit :excess) returning key",
            String.class);
    give(query, one, bound);
    return query.setParameter("excess", excess).getResultList();
  }

  private static String among(Bound bound) {
    return switch (bound.among()) {
      case ALL -> WAITS;
      case OWNER -> WAITS + " and owner = :same";
      case SOURCE -> WAITS + " and source = :same";
      case PROOF -> WAITS + " and proof = :same";
      case DECIDED -> " and answer is not null and until > :now";
    };
  }

  private void give(NativeQuery<?> query, Kept one, Bound bound) {
    query
        .setParameter("tailnet", tailnet)
        .setParameter("kind", one.kind().name())
        .setParameter("now", one.begun());
    String same =
        switch (bound.among()) {
          case ALL, DECIDED -> null;
          case OWNER -> one.owner();
          case SOURCE -> one.source();
          case PROOF -> one.proof();
        };
    if (same != null) {
      query.setParameter("same", same);
    }
  }

  @Override
  public Optional<Kept> find(KeptKind kind, String key, Instant now) {
    return inTransaction(() ->
        kept(
                rows("select * from kept where" + ONE + " and until > :now", kind)
                    .setParameter("key", key)
                    .setParameter("now", now))
            .stream()
            .findFirst());
  }

  @Override
  public List<Kept> find(KeptKind kind, Collection<String> keys, Instant now) {
    return inTransaction(() ->
        kept(
            rows(
                    "select * from kept where" + OF_KIND + " and key = any(:keys) and until > :now",
                    kind)
                .setParameter("keys", keys.toArray(String[]::new))
                .setParameter("now", now)));
  }

  @Override
  public List<Kept> showing(KeptKind kind, String proof, Instant now) {
    return inTransaction(() ->
        kept(
            rows(
                    "select * from kept where"
                        + OF_KIND
                        + " and proof = :proof and until > :now order by number",
                    kind)
                .setParameter("proof", proof)
                .setParameter("now", now)));
  }

  @Override
  public List<Kept> all(KeptKind kind, Instant now) {
    return inTransaction(() ->
        kept(
            rows("select * from kept where" + OF_KIND + " and until > :now order by number", kind)
                .setParameter("now", now)));
  }

  @Override
  public Optional<Kept> claim(KeptKind kind, String key, Instant now, Instant until) {
    return inTransaction(() ->
        kept(
                rows(
                        "update kept set claimed_until = :until where"
                            + ONE
                            + WAITS
                            + " and (claimed_until is null or claimed_until <= :now) returning *",
                        kind)
                    .setParameter("key", key)
                    .setParameter("now", now)
                    .setParameter("until", until))
            .stream()
            .findFirst());
  }

  @Override
  public void release(KeptKind kind, String key) {
    inTransaction(() ->
        change("update kept set claimed_until = null where" + ONE, kind)
            .setParameter("key", key)
            .executeUpdate());
  }

  @Override
  public boolean answer(KeptKind kind, String key, String answer, Instant now) {
    return inTransaction(() -> {
      boolean answered =
          change("update kept set answer = :answer, claimed_until = null where" + ONE + WAITS, kind)
                  .setParameter("key", key)
                  .setParameter("answer", answer)
                  .setParameter("now", now)
                  .executeUpdate()
              > 0;
      if (answered && isHeld(kind)) {
        tell();
      }
      return answered;
    });
  }

  @Override
  public List<String> answerAlike(KeptKind kind, String proof, String answer, Instant now) {
    return inTransaction(() -> {
      List<String> answered =
          session
              .createNativeQuery(
                  "update kept set answer = :answer where"
                      + OF_KIND
                      + " and proof = :proof"
                      + WAITS
                      + " returning key",
                  String.class)
              .setParameter("tailnet", tailnet)
              .setParameter("kind", kind.name())
              .setParameter("proof", proof)
              .setParameter("answer", answer)
              .setParameter("now", now)
              .getResultList();
      if (!answered.isEmpty() && isHeld(kind)) {
        tell();
      }
      return answered;
    });
  }

  @Override
  public Optional<Kept> take(KeptKind kind, String key, String proof, Instant now) {
    return inTransaction(() ->
        kept(
                rows(
                        "delete from kept where"
                            + ONE
                            + " and proof = :proof and until > :now returning *",
                        kind)
                    .setParameter("key", key)
                    .setParameter("proof", proof)
                    .setParameter("now", now))
            .stream()
            .findFirst());
  }

  @Override
  public void forget(KeptKind kind, String key) {
    inTransaction(() -> {
      if (delete(kind, key) && isHeld(kind)) {
        tell();
      }
      return key;
    });
  }

  private boolean delete(KeptKind kind, String key) {
    return change("delete from kept where" + ONE, kind).setParameter("key", key).executeUpdate()
        > 0;
  }

  @Override
  public Optional<Kept> attempt(KeptKind kind, String key, int most, Instant now) {
    return inTransaction(() ->
        kept(
                rows(
                        "update kept set tries = tries + 1 where"
                            + ONE
                            + WAITS
                            + " and tries < :most returning *",
                        kind)
                    .setParameter("key", key)
                    .setParameter("most", most)
                    .setParameter("now", now))
            .stream()
            .findFirst());
  }

  @Override
  public void seen(KeptKind kind, String key, Instant seen, Instant until) {
    inTransaction(() ->
        change("update kept set seen = :seen, until = :until where" + ONE, kind)
            .setParameter("key", key)
            .setParameter("seen", seen)
            .setParameter("until", until)
            .executeUpdate());
  }

  @Override
  public int sweep(Instant now) {
    return inTransaction(() ->
        session
            .createNativeMutationQuery(
                "delete from kept where tailnet = :tailnet and until <= :now")
            .setParameter("tailnet", tailnet)
            .setParameter("now", now)
            .executeUpdate());
  }

  /// Only about these does anybody hold a question.
  private static boolean isHeld(KeptKind kind) {
    return switch (kind) {
      case DEVICE, SSH_SESSION -> true;
      case SSH_APPROVAL, AT_PROVIDER, BROWSER, COMMAND, LINK -> false;
    };
  }

  private void tell() {
    if (notify) {
      session
          .createNativeQuery("select cast(pg_notify(:channel, :payload) as text)", String.class)
          .setParameter("channel", ChangeListener.CHANNEL)
          .setParameter("payload", Hint.DECIDED)
          .getSingleResult();
    }
  }

  private NativeQuery<KeptRow> rows(String sql, KeptKind kind) {
    return session
        .createNativeQuery(sql, KeptRow.class)
        .setParameter("tailnet", tailnet)
        .setParameter("kind", kind.name());
  }

  private MutationQuery change(String sql, KeptKind kind) {
    return session
        .createNativeMutationQuery(sql)
        .setParameter("tailnet", tailnet)
        .setParameter("kind", kind.name());
  }

  private static List<Kept> kept(NativeQuery<KeptRow> rows) {
    return rows.getResultList().stream().map(KeptRow::kept).toList();
  }

  private static <R extends @Nullable Object> R inTransaction(Callable<R> work) {
    try {
      return QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS).call(work);
    } catch (RuntimeException e) {
      throw new KeptException(e);
    }
  }
}
