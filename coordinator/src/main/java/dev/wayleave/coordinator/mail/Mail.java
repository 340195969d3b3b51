package dev.wayleave.coordinator.mail;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Says something to other replicas.
///
/// A letter is read at most once. Whoever needs to know that it was read has to be answered.
public interface Mail {
  /// What this replica is called.
  UUID here();

  /// Says who reads letters of a kind; they must not wait.
  void read(String kind, Consumer<Letter> reader);

  /// Leaves a letter for one replica, or for all others; it does not wait.
  ///
  /// @param to null for all others
  /// @return how many it was left for; 0 also where there is too much to say already
  CompletableFuture<Integer> send(@Nullable UUID to, String kind, String body);
}
