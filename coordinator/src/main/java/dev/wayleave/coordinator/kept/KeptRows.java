package dev.wayleave.coordinator.kept;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The rows, as every replica reads and writes them; each method is one transaction and may wait
/// for the database.
///
/// Times are those of whoever asks: replicas have to agree on the time to some seconds, which
/// everything that expires needs anyway. All methods throw [KeptException] where the database does
/// not answer.
public interface KeptRows {
  /// Keeps one more where the bounds leave room, in their order; at all replicas one after the
  /// other, so that a bound holds over all of them. It takes the place of one with the same key.
  Room keep(Kept one, List<Bound> bounds);

  /// One that counts at a moment, be it decided or not.
  Optional<Kept> find(KeptKind kind, String key, Instant now);

  /// Those of some keys.
  List<Kept> find(KeptKind kind, Collection<String> keys, Instant now);

  /// Those with a proof, the oldest first.
  List<Kept> showing(KeptKind kind, String proof, Instant now);

  /// All of a kind, in the order in which they came.
  List<Kept> all(KeptKind kind, Instant now);

  /// Takes one that waits for a decision, so that nobody makes another on it until then.
  Optional<Kept> claim(KeptKind kind, String key, Instant now, Instant until);

  /// Gives one back on which nothing was decided.
  void release(KeptKind kind, String key);

  /// Says what one came to that waits, and has every replica look.
  ///
  /// @return false where nothing waits under the key
  boolean answer(KeptKind kind, String key, String answer, Instant now);

  /// The same for all that wait with a proof.
  ///
  /// @return their keys
  List<String> answerAlike(KeptKind kind, String proof, String answer, Instant now);

  /// Takes one away, for the first who asks and shows the proof.
  Optional<Kept> take(KeptKind kind, String key, String proof, Instant now);

  /// Forgets one, and has every replica look.
  void forget(KeptKind kind, String key);

  /// Counts a try on one that waits, before anybody looks whether it is right, so that tries at
  /// several replicas at once are no more.
  ///
  /// @return the one tried, the try counted; nothing where there were so many before
  Optional<Kept> attempt(KeptKind kind, String key, int most, Instant now);

  /// Says that one was used.
  void seen(KeptKind kind, String key, Instant seen, Instant until);

  /// Forgets all that count no more.
  ///
  /// @return how many
  int sweep(Instant now);
}
