package dev.wayleave.coordinator.store;

import dev.wayleave.coordinator.mail.Letter;
import dev.wayleave.coordinator.mail.LetterBox;
import dev.wayleave.coordinator.mail.MailLimits;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// Letters in the database, a row for each recipient.
///
/// Rows that somebody else is about to delete are passed over, so that no two replicas wait for
/// each other.
final class LetterStore implements LetterBox {
  /// Replicas that say that they live, but this one, and have room. All of them where there is no
  /// recipient.
  private static final String LEAVE =
      """
      with put as (
        insert into letters (recipient, sender, kind, body, expires_at)
        select r.id, :sender, :kind, :body, now() + cast(:lives as interval)
        from replicas r
        where r.expires_at > now() and r.id <> :sender
          and (cast(:recipient as uuid) is null or r.id = cast(:recipient as uuid))
          and (select count(*) < :letters and coalesce(sum(length(l.body)), 0) + :size <= :characters
               from letters l where l.recipient = r.id)
        returning recipient)
      """;

  private static final String AND_NOTIFY =
      "select count(cast(pg_notify(:channel, :prefix || recipient) as text)) from put";

  private static final String SWEEP =
      "delete from letters where id in"
          + " (select id from letters where expires_at <= now() for update skip locked)";

  private static final String TAKE =
      """
      with taken as (
        delete from letters where id in
          (select id from letters where recipient = :recipient
           order by id limit :most for update skip locked)
        returning id, sender, kind, body, expires_at > now() as fresh)
      select sender, kind, body, fresh from taken order by id
      """;

  private final StatelessSession session;
  private final UUID replica;
  private final MailLimits limits;
  private final boolean notify;

  LetterStore(StatelessSession session, UUID replica, MailLimits limits, boolean notify) {
    this.session = session;
    this.replica = replica;
    this.limits = limits;
    this.notify = notify;
  }

  @Override
  public List<Integer> leave(List<Letter> letters) {
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          session.createNativeMutationQuery(SWEEP).executeUpdate();
          return letters.stream().map(this::leave).toList();
        });
  }

  private int leave(Letter letter) {
    var query =
        session
            .createNativeQuery(
                LEAVE + (notify ? AND_NOTIFY : "select count(*) from put"), Long.class)
            .setParameter("sender", letter.sender())
            .setParameter("recipient", letter.recipient(), UUID.class)
            .setParameter("kind", letter.kind())
            .setParameter("body", letter.body())
            .setParameter("size", (long) letter.body().length())
            .setParameter("lives", limits.lives().toString())
            .setParameter("letters", limits.letters())
            .setParameter("characters", limits.characters());
    if (notify) {
      query.setParameter("channel", ChangeListener.CHANNEL).setParameter("prefix", Hint.LETTER);
    }
    return query.getSingleResult().intValue();
  }

  @Override
  public List<Letter> take(int most) {
    return QuarkusTransaction.requiringNew()
        .call(() ->
            session
                .createNativeQuery(TAKE, Object[].class)
                .setParameter("recipient", replica)
                .setParameter("most", most)
                .getResultList()
                .stream()
                .filter(row -> (Boolean) row[3])
                .map(row -> new Letter((UUID) row[0], replica, (String) row[1], (String) row[2]))
                .toList());
  }
}
