package dev.wayleave.coordinator.kept;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rows without a database, for tests of those who keep something; [KeptRowsContract] says that
/// they behave alike.
public final class KeptInMemory implements KeptRows {
  private record Name(KeptKind kind, String key) {}

  private final Map<Name, Kept> rows = new LinkedHashMap<>();
  private final Map<Name, Instant> claims = new HashMap<>();

  /// How many rows of a kind there are, be they over or not.
  public synchronized int size(KeptKind kind) {
    return (int) rows.keySet().stream().filter(name -> name.kind() == kind).count();
  }

  @Override
  public synchronized Room keep(Kept one, List<Bound> bounds) {
    rows.remove(name(one));
    List<String> gaveWay = new ArrayList<>();
    for (Bound bound : bounds) {
      List<Kept> counted =
          rows.values().stream()
              .filter(other -> other.kind() == one.kind() && one.begun().isBefore(other.until()))
              .filter(other -> (other.answer() == null) == (bound.among() != Bound.Among.DECIDED))
              .filter(among(one, bound))
              .sorted((a, b) -> a.seen().compareTo(b.seen()))
              .toList();
      int excess = counted.size() + 1 - bound.most();
      if (excess > 0 && bound.beyond() == Bound.Beyond.OLDEST_GIVES_WAY) {
        counted
            .subList(0, Math.min(excess, counted.size()))
            .forEach(old -> {
              rows.remove(name(old));
              gaveWay.add(old.key());
            });
      } else if (excess > 0 && gaveWay.isEmpty()) {
        return new Room(bound, List.of());
      }
    }
    rows.put(name(one), one);
    return new Room(null, gaveWay);
  }

  private static Predicate<Kept> among(Kept one, Bound bound) {
    return switch (bound.among()) {
      case ALL, DECIDED -> _ -> true;
      case OWNER -> other -> other.owner().equals(one.owner());
      case SOURCE -> other -> other.source().equals(one.source());
      case PROOF -> other -> other.proof().equals(one.proof());
    };
  }

  private static Name name(Kept one) {
    return new Name(one.kind(), one.key());
  }

  private Stream<Kept> current(KeptKind kind, Instant now) {
    return rows.values().stream().filter(one -> one.kind() == kind && now.isBefore(one.until()));
  }

  @Override
  public synchronized Optional<Kept> find(KeptKind kind, String key, Instant now) {
    return Optional.ofNullable(rows.get(new Name(kind, key)))
        .filter(one -> now.isBefore(one.until()));
  }

  @Override
  public synchronized List<Kept> find(KeptKind kind, Collection<String> keys, Instant now) {
    return current(kind, now).filter(one -> keys.contains(one.key())).toList();
  }

  @Override
  public synchronized List<Kept> showing(KeptKind kind, String proof, Instant now) {
    return current(kind, now).filter(one -> one.proof().equals(proof)).toList();
  }

  @Override
  public synchronized List<Kept> all(KeptKind kind, Instant now) {
    return current(kind, now).toList();
  }

  @Override
  public synchronized Optional<Kept> claim(KeptKind kind, String key, Instant now, Instant until) {
    Instant claimed = claims.get(new Name(kind, key));
    Optional<Kept> one =
        waiting(kind, key, now).filter(_ -> claimed == null || !now.isBefore(claimed));
    one.ifPresent(found -> claims.put(name(found), until));
    return one;
  }

  private Optional<Kept> waiting(KeptKind kind, String key, Instant now) {
    return find(kind, key, now).filter(one -> one.answer() == null);
  }

  @Override
  public synchronized void release(KeptKind kind, String key) {
    claims.remove(new Name(kind, key));
  }

  @Override
  public synchronized boolean answer(KeptKind kind, String key, String answer, Instant now) {
    Optional<Kept> one = waiting(kind, key, now);
    one.ifPresent(found -> put(found, answer, found.tries(), found.seen(), found.until()));
    return one.isPresent();
  }

  private void put(Kept one, @Nullable String answer, int tries, Instant seen, Instant until) {
    rows.put(
        name(one),
        new Kept(
            one.kind(),
            one.key(),
            one.owner(),
            one.source(),
            one.proof(),
            one.body(),
            answer,
            tries,
            one.begun(),
            seen,
            until));
  }

  @Override
  public synchronized List<String> answerAlike(
      KeptKind kind, String proof, String answer, Instant now) {
    List<Kept> alike =
        showing(kind, proof, now).stream().filter(one -> one.answer() == null).toList();
    alike.forEach(one -> answer(kind, one.key(), answer, now));
    return alike.stream().map(Kept::key).toList();
  }

  @Override
  public synchronized Optional<Kept> take(KeptKind kind, String key, String proof, Instant now) {
    Optional<Kept> one = find(kind, key, now).filter(found -> found.proof().equals(proof));
    one.ifPresent(found -> rows.remove(name(found)));
    return one;
  }

  @Override
  public synchronized void forget(KeptKind kind, String key) {
    rows.remove(new Name(kind, key));
  }

  @Override
  public synchronized Optional<Kept> attempt(KeptKind kind, String key, int most, Instant now) {
    Optional<Kept> one = waiting(kind, key, now).filter(found -> found.tries() < most);
    one.ifPresent(
        found -> put(found, found.answer(), found.tries() + 1, found.seen(), found.until()));
    return one.isPresent() ? find(kind, key, now) : one;
  }

  @Override
  public synchronized void seen(KeptKind kind, String key, Instant seen, Instant until) {
    Kept one = rows.get(new Name(kind, key));
    if (one != null) {
      put(one, one.answer(), one.tries(), seen, until);
    }
  }

  @Override
  public synchronized int sweep(Instant now) {
    int before = rows.size();
    rows.values().removeIf(one -> !now.isBefore(one.until()));
    return before - rows.size();
  }
}
