package dev.wayleave.coordinator.ask;

import dev.wayleave.protocol.key.MachineKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Questions that clients have not answered yet, by an id that nobody can guess.
///
/// Each is answered once, by the machine it was put to, and forgotten after a while.
public final class OpenQuestions {
  private static final int ID_BYTES = 16;

  private record Question(MachineKey asked, Instant until, Consumer<byte[]> answer) {}

  private final UUID replica;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final int limit;
  private final Duration lives;
  private final Map<String, Question> open = new LinkedHashMap<>();

  /// @param replica what this one is called, which stands in the ids
  /// @param limit how many are open at once; beyond it the oldest is given up
  /// @param lives how long one stays open at most
  public OpenQuestions(
      UUID replica, InstantSource clock, RandomGenerator random, int limit, Duration lives) {
    this.replica = replica;
    this.clock = clock;
    this.random = random;
    this.limit = limit;
    this.lives = lives;
  }

  /// Opens a question.
  ///
  /// @param answer told what came back
  /// @return its id
  public synchronized String open(MachineKey asked, Consumer<byte[]> answer) {
    Instant now = clock.instant();
    // All live equally long, so those that are over come first.
    Iterator<Question> oldest = open.values().iterator();
    while (oldest.hasNext()) {
      boolean over = !oldest.next().until().isAfter(now);
      if (!over && open.size() < limit) {
        break;
      }
      oldest.remove();
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String text = new QuestionId(HexFormat.of().formatHex(id), replica).toString();
    open.put(text, new Question(asked, now.plus(lives), answer));
    return text;
  }

  /// Gives a question up.
  public synchronized void close(String id) {
    open.remove(id);
  }

  /// Whether a question was asked here, whatever became of it.
  boolean isOurs(QuestionId id) {
    return id.replica().equals(replica);
  }

  /// Takes a question out for the machine that was asked.
  public synchronized Optional<Consumer<byte[]>> take(String id, MachineKey by) {
    Question question = open.get(id);
    if (question == null || !question.asked().equals(by)) {
      return Optional.empty();
    }
    open.remove(id);
    return Optional.of(question.answer());
  }

  public synchronized int size() {
    return open.size();
  }
}
