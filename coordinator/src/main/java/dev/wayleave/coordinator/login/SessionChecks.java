package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.security.FailureLimit;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The SSH sessions that wait for a person, and what persons approved before.
///
/// Both are kept in memory by the replica that the destination asked: after a restart, or at
/// another replica, sessions are checked once more, never less.
public final class SessionChecks {
  /// 160 random bits, as logins have them.
  private static final int ID_BYTES = 20;

  /// The longest period that a policy may name, so what is older counts nowhere.
  private static final Duration LONGEST_PERIOD = Duration.ofDays(7);

  private static final int MOST_APPROVALS = 100_000;
  private static final HexFormat HEX = HexFormat.of();

  private final InstantSource clock;
  private final SecureRandom random;
  private final LoginLimits limits;
  private final FailureLimit beginnings;
  private final Map<String, Check> byId = new LinkedHashMap<>();
  private final Map<Passage, Instant> approvals = new LinkedHashMap<>();

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

  /// A session that somebody has to confirm.
  private static final class Check {
    final WaitingSession session;

    /// Whether each session is checked, so that an approval is for this one alone.
    final boolean every;

    boolean claimed;
    @Nullable Verdict verdict;
    @Nullable Consumer<Verdict> listener;

    Check(WaitingSession session, boolean every) {
      this.session = session;
      this.every = every;
    }

    Passage passage() {
      return session.passage();
    }
  }

  SessionChecks(InstantSource clock, SecureRandom random, LoginLimits limits) {
    this.clock = clock;
    this.random = random;
    this.limits = limits;
    this.beginnings = new FailureLimit(clock, limits.perMinute(), Duration.ofMinutes(1));
  }

  /// Whether a person approved the same passage within a period.
  public synchronized boolean isApproved(Passage passage, Duration period) {
    Instant at = approvals.get(passage);
    return at != null && clock.instant().isBefore(at.plus(period));
  }

  /// Has a session wait.
  ///
  /// @param period for how long an approval holds; zero where each session is checked
  /// @param address where the destination asks from
  public Opened open(
      Passage passage, String sourceName, String destinationName, Duration period, String address) {
    List<Runnable> news = new ArrayList<>();
    Opened opened;
    synchronized (this) {
      news.addAll(lapse());
      opened =
          room(passage, news)
              .<Opened>map(Opened.Full::new)
              .orElseGet(() -> {
                beginnings.failed(passage.machine().toString());
                return new Opened.AsSession(
                    add(passage, sourceName, destinationName, period.isZero(), address));
              });
    }
    news.forEach(Runnable::run);
    return opened;
  }

  /// Makes room for one more; a sentence where there is none.
  private Optional<String> room(Passage passage, List<Runnable> news) {
    if (beginnings.isExceeded(passage.machine().toString())) {
      return Optional.of("Too many sessions were begun on this node; wait a minute.");
    }
    List<Check> waiting = byId.values().stream().filter(check -> check.verdict == null).toList();
    List<Check> siblings =
        waiting.stream().filter(check -> check.passage().equals(passage)).toList();
    if (siblings.size() >= limits.perMachine()) {
      news.add(end(siblings.getFirst()));
      return Optional.empty();
    }
    long here =
        waiting.stream()
            .filter(check -> check.passage().machine().equals(passage.machine()))
            .count();
    return waiting.size() >= limits.total() || here >= limits.perAddress()
        ? Optional.of("Too many sessions wait to be approved; try again later.")
        : Optional.empty();
  }

  private WaitingSession add(
      Passage passage, String source, String destination, boolean every, String address) {
    if (byId.size() >= 2 * limits.total()) {
      // More is decided than waits; the oldest decision has been told long ago.
      byId.values().stream()
          .filter(check -> check.verdict != null)
          .findFirst()
          .ifPresent(check -> byId.remove(check.session.id()));
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Instant now = clock.instant();
    WaitingSession session =
        new WaitingSession(
            HEX.formatHex(id),
            passage,
            source,
            destination,
            address,
            now,
            now.plus(limits.lifetime()));
    byId.put(session.id(), new Check(session, every));
    return session;
  }

  /// Tells the destination what a check comes to, or came to.
  ///
  /// @return false where there is no such check of this passage
  public boolean listen(String id, Passage passage, Consumer<Verdict> listener) {
    Runnable news;
    synchronized (this) {
      Check check = byId.get(id);
      if (check == null || !check.passage().equals(passage) || isOver(check)) {
        return false;
      }
      Verdict verdict = check.verdict;
      if (verdict != null) {
        news = () -> listener.accept(verdict);
      } else {
        news = telling(check.listener, Verdict.SUPERSEDED);
        check.listener = listener;
      }
    }
    news.run();
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
    Check check = byId.get(id);
    if (check != null && isSame(check.listener, listener)) {
      check.listener = null;
    }
  }

  synchronized Optional<WaitingSession> waiting(String id) {
    return Optional.ofNullable(byId.get(id)).filter(this::isWaiting).map(check -> check.session);
  }

  /// All that wait, oldest first.
  synchronized List<WaitingSession> waiting() {
    return byId.values().stream().filter(this::isWaiting).map(check -> check.session).toList();
  }

  private boolean isWaiting(Check check) {
    return check.verdict == null && !isOver(check);
  }

  private boolean isOver(Check check) {
    return !clock.instant().isBefore(check.session.until());
  }

  /// Takes a check for a decision, so that no other is made on it meanwhile.
  synchronized boolean claim(String id) {
    Check check = byId.get(id);
    if (check == null || !isWaiting(check) || check.claimed) {
      return false;
    }
    check.claimed = true;
    return true;
  }

  /// Gives a check back on which the decision was not carried out.
  synchronized void release(String id) {
    Check check = byId.get(id);
    if (check != null) {
      check.claimed = false;
    }
  }

  /// Lets a session begin; where an approval holds for a while, the others of its passage too.
  void approved(String id) {
    List<Runnable> news = new ArrayList<>();
    synchronized (this) {
      Check check = byId.get(id);
      if (check == null) {
        return;
      }
      news.add(decide(check, Verdict.APPROVED));
      if (!check.every) {
        remember(check.passage());
        byId.values().stream()
            .filter(other -> other.passage().equals(check.passage()))
            .filter(other -> other.verdict == null && !other.every)
            .map(other -> decide(other, Verdict.APPROVED))
            .forEach(news::add);
      }
    }
    news.forEach(Runnable::run);
  }

  /// Refuses a session.
  void rejected(String id) {
    Runnable news;
    synchronized (this) {
      Check check = byId.get(id);
      if (check == null) {
        return;
      }
      news = decide(check, Verdict.REJECTED);
    }
    news.run();
  }

  /// Ends what has waited too long, and forgets what counts no more.
  void sweep() {
    List<Runnable> news;
    synchronized (this) {
      news = lapse();
      Instant now = clock.instant();
      approvals.values().removeIf(at -> !now.isBefore(at.plus(LONGEST_PERIOD)));
    }
    news.forEach(Runnable::run);
  }

  private void remember(Passage passage) {
    approvals.remove(passage);
    if (approvals.size() >= MOST_APPROVALS) {
      approvals.remove(approvals.keySet().iterator().next());
    }
    approvals.put(passage, clock.instant());
  }

  /// What was decided is kept for as long as it would have waited: a destination whose connection
  /// broke asks again.
  private static Runnable decide(Check check, Verdict verdict) {
    check.verdict = verdict;
    Consumer<Verdict> listener = check.listener;
    check.listener = null;
    return telling(listener, verdict);
  }

  /// Under the lock; what it returns is to be run without it.
  private List<Runnable> lapse() {
    return byId.values().stream().filter(this::isOver).toList().stream().map(this::end).toList();
  }

  private Runnable end(Check check) {
    byId.remove(check.session.id(), check);
    return decide(check, Verdict.LAPSED);
  }

  private static Runnable telling(@Nullable Consumer<Verdict> listener, Verdict verdict) {
    return listener == null ? () -> {} : () -> listener.accept(verdict);
  }
}
