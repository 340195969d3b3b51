package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.kept.Bound;
import dev.wayleave.coordinator.kept.Bound.Among;
import dev.wayleave.coordinator.kept.Digest;
import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.kept.KeptJson;
import dev.wayleave.coordinator.kept.KeptKind;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.kept.Room;
import dev.wayleave.coordinator.security.FailureLimit;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The SSH sessions that wait for a person, and what persons approved before, at whatever replica.
///
/// Both are kept in the database; questions are held by the replica that the destination asked.
public final class SessionChecks {
  /// 160 random bits, as logins have them.
  private static final int ID_BYTES = 20;

  /// A replica that decides and dies is waited for so long.
  private static final Duration CLAIM = Duration.ofMinutes(1);

  /// The longest period that a policy may name, so what is older counts nowhere.
  private static final Duration LONGEST_PERIOD = Duration.ofDays(7);

  private static final int MOST_APPROVALS = 100_000;
  private static final KeptKind KIND = KeptKind.SSH_SESSION;
  private static final KeptKind APPROVAL = KeptKind.SSH_APPROVAL;
  private static final HexFormat HEX = HexFormat.of();

  private final KeptRows kept;
  private final InstantSource clock;
  private final SecureRandom random;
  private final LoginLimits limits;
  private final FailureLimit beginnings;
  private final Map<String, Consumer<Verdict>> held = new HashMap<>();

  /// What a check came to.
  public enum Verdict {
    APPROVED,
    REJECTED,
    /// Nobody decided in time, or newer sessions took its place.
    LAPSED,
    /// The destination asks a second time about it; only its newest question is held.
    SUPERSEDED
  }

  /// What comes of a wish to wait.
  public sealed interface Opened {
    /// It waits.
    record AsSession(WaitingSession session) implements Opened {}

    /// Too many wait already.
    record Full(String sentence) implements Opened {}
  }

  SessionChecks(KeptRows kept, InstantSource clock, SecureRandom random, LoginLimits limits) {
    this.kept = kept;
    this.clock = clock;
    this.random = random;
    this.limits = limits;
    this.beginnings = new FailureLimit(clock, limits.perMinute(), Duration.ofMinutes(1));
  }

  private static String key(Passage passage) {
    return Digest.of(KeptJson.write(passage));
  }

  /// Whether a person approved the same passage within a period.
  public boolean isApproved(Passage passage, Duration period) {
    Instant now = clock.instant();
    return !period.isZero()
        && kept.find(APPROVAL, key(passage), now)
            .filter(approval -> now.isBefore(approval.begun().plus(period)))
            .isPresent();
  }

  /// Has a session wait.
  ///
  /// @param period for how long an approval holds; zero where each session is checked, so that an
  ///   approval is for this one alone
  /// @param address where the destination asks from
  public Opened open(
      Passage passage, String sourceName, String destinationName, Duration period, String address) {
    String machine = passage.machine().toString();
    if (beginnings.isExceeded(machine)) {
      return new Opened.Full("Too many sessions were begun on this node; wait a minute.");
    }
    Instant now = Kept.exact(clock.instant());
    WaitingSession session =
        new WaitingSession(
            id(),
            passage,
            sourceName,
            destinationName,
            address,
            now,
            Kept.exact(now.plus(limits.lifetime())));
    Room room =
        kept.keep(
            Kept.of(KIND, session.id(), KeptJson.write(session), now, session.until())
                .of(key(passage), machine)
                .showing(period.isZero() ? "" : key(passage)),
            List.of(
                Bound.oldestGivesWay(Among.OWNER, limits.perMachine()),
                Bound.refused(Among.ALL, limits.total()),
                Bound.refused(Among.SOURCE, limits.perAddress()),
                // More is decided than waits; the oldest decision has been told long ago.
                Bound.oldestGivesWay(Among.DECIDED, limits.total())));
    room.gaveWay().forEach(id -> tell(id, Verdict.LAPSED));
    if (!room.isKept()) {
      return new Opened.Full("Too many sessions wait to be approved; try again later.");
    }
    beginnings.failed(machine);
    return new Opened.AsSession(session);
  }

  private String id() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HEX.formatHex(id);
  }

  /// Tells the destination what a check comes to, or came to.
  ///
  /// @return false where there is no such check of this passage
  public boolean listen(String id, Passage passage, Consumer<Verdict> listener) {
    Kept check =
        kept.find(KIND, id, clock.instant())
            .filter(one -> one.owner().equals(key(passage)))
            .orElse(null);
    if (check == null) {
      return false;
    }
    String answer = check.answer();
    if (answer != null) {
      listener.accept(Verdict.valueOf(answer));
      return true;
    }
    Consumer<Verdict> older;
    synchronized (this) {
      older = held.put(id, listener);
    }
    if (older != null) {
      older.accept(Verdict.SUPERSEDED);
    }
    return true;
  }

  /// A listener stands for one request; another of the same kind is another request's.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(
      @Nullable Consumer<Verdict> one, @Nullable Consumer<Verdict> other) {
    return one == other;
  }

  /// Forgets a listener whose connection is gone; the session goes on waiting.
  public synchronized void leave(String id, Consumer<Verdict> listener) {
    if (isSame(held.get(id), listener)) {
      held.remove(id);
    }
  }

  private void tell(String id, Verdict verdict) {
    Consumer<Verdict> listener;
    synchronized (this) {
      listener = held.remove(id);
    }
    if (listener != null) {
      listener.accept(verdict);
    }
  }

  Optional<WaitingSession> waiting(String id) {
    return kept.find(KIND, id, clock.instant()).flatMap(SessionChecks::session);
  }

  /// All that wait, oldest first.
  List<WaitingSession> waiting() {
    return kept.all(KIND, clock.instant()).stream().flatMap(one -> session(one).stream()).toList();
  }

  private static Optional<WaitingSession> session(Kept one) {
    return one.answer() == null
        ? KeptJson.read(WaitingSession.class, one.body())
        : Optional.empty();
  }

  /// Takes a check for a decision, so that no other is made on it meanwhile.
  boolean claim(String id) {
    Instant now = clock.instant();
    return kept.claim(KIND, id, now, now.plus(CLAIM)).isPresent();
  }

  /// Gives a check back on which the decision was not carried out.
  void release(String id) {
    kept.release(KIND, id);
  }

  /// Lets a session begin; where an approval holds for a while, the others of its passage too.
  void approved(String id) {
    Instant now = Kept.exact(clock.instant());
    Kept check = kept.find(KIND, id, now).filter(one -> one.answer() == null).orElse(null);
    if (check == null) {
      return;
    }
    if (!check.proof().isEmpty()) {
      // Before the session begins: the next of the passage may come at once.
      remember(check.proof(), now);
    }
    decide(id, Verdict.APPROVED);
    if (!check.proof().isEmpty()) {
      kept.answerAlike(KIND, check.proof(), Verdict.APPROVED.name(), now)
          .forEach(other -> tell(other, Verdict.APPROVED));
    }
  }

  private void remember(String passage, Instant now) {
    kept.keep(
        Kept.of(APPROVAL, passage, "", now, now.plus(LONGEST_PERIOD)),
        List.of(Bound.oldestGivesWay(Among.ALL, MOST_APPROVALS)));
  }

  /// Refuses a session.
  void rejected(String id) {
    decide(id, Verdict.REJECTED);
  }

  /// What was decided is kept for as long as it would have waited: a destination whose connection
  /// broke asks again.
  private void decide(String id, Verdict verdict) {
    if (kept.answer(KIND, id, verdict.name(), clock.instant())) {
      tell(id, verdict);
    }
  }

  /// Looks what became of the checks about which questions are held here.
  void look() {
    List<String> ids;
    synchronized (this) {
      ids = List.copyOf(held.keySet());
    }
    if (ids.isEmpty()) {
      return;
    }
    Map<String, Kept> rows =
        kept.find(KIND, ids, clock.instant()).stream()
            .collect(Collectors.toMap(Kept::key, Function.identity()));
    for (String id : ids) {
      Kept row = rows.get(id);
      String answer = row == null ? Verdict.LAPSED.name() : row.answer();
      if (answer != null) {
        tell(id, Verdict.valueOf(answer));
      }
    }
  }
}
