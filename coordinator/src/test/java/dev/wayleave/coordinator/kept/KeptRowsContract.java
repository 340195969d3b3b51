package dev.wayleave.coordinator.kept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.kept.Bound.Among;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every kind of rows does.
abstract class KeptRowsContract {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00.123456Z");
  private static final Instant FOR_EVER = Instant.parse("2099-01-01T00:00:00Z");
  private static final KeptKind KIND = KeptKind.LINK;
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  /// The rows, as one replica sees them and as another does.
  abstract KeptRows rows();

  abstract KeptRows elsewhere();

  @BeforeEach
  void empty() {
    rows().sweep(FOR_EVER);
  }

  private static Kept kept(String key, long second) {
    Instant begun = START.plusSeconds(second);
    return Kept.of(KIND, key, "body of " + key, begun, begun.plus(LIFETIME));
  }

  private Room keep(Kept one, Bound... bounds) {
    return rows().keep(one, List.of(bounds));
  }

  @Test
  void whatOneKeepsAnotherFindsAsItWas() {
    Kept one = kept("a", 0).of("an owner", "192.0.2.1").showing("a proof");
    assertThat(keep(one)).isEqualTo(new Room(null, List.of()));
    assertThat(elsewhere().find(KIND, "a", START)).contains(one);
    assertThat(elsewhere().find(KeptKind.COMMAND, "a", START)).as("another kind").isEmpty();
    assertThat(elsewhere().showing(KIND, "a proof", START)).containsExactly(one);
    assertThat(elsewhere().find(KIND, Set.of("a", "b"), START)).containsExactly(one);
  }

  @Test
  void nothingCountsWhenItsTimeIsOver() {
    keep(kept("a", 0).showing("p"));
    Instant over = START.plus(LIFETIME);
    assertThat(rows().find(KIND, "a", over.minusMillis(1))).isPresent();
    assertThat(rows().find(KIND, "a", over)).isEmpty();
    assertThat(rows().find(KIND, Set.of("a"), over)).isEmpty();
    assertThat(rows().all(KIND, over)).isEmpty();
    assertThat(rows().showing(KIND, "p", over)).isEmpty();
    assertThat(rows().claim(KIND, "a", over, over.plusSeconds(1))).isEmpty();
    assertThat(rows().answer(KIND, "a", "yes", over)).isFalse();
    assertThat(rows().answerAlike(KIND, "p", "yes", over)).isEmpty();
    assertThat(rows().attempt(KIND, "a", 5, over)).isEmpty();
    assertThat(rows().take(KIND, "a", "p", over)).isEmpty();
    assertThat(rows().sweep(over.minusMillis(1))).isZero();
    assertThat(rows().sweep(over)).isEqualTo(1);
  }

  @Test
  void oneOfTheSameKeyTakesThePlaceOfTheOther() {
    keep(kept("a", 0).showing("first"));
    keep(kept("a", 1).showing("second"), Bound.refused(Among.ALL, 1));
    assertThat(rows().all(KIND, START)).extracting(Kept::proof).containsExactly("second");
  }

  @Test
  void theOldestGivesWayAlsoOfThoseOfOneMoment() {
    keep(kept("b", 0));
    keep(kept("a", 0));
    keep(kept("c", 0));
    Room room = keep(kept("d", 0), Bound.oldestGivesWay(Among.ALL, 3));
    assertThat(room).isEqualTo(new Room(null, List.of("b")));
    rows().seen(KIND, "a", START.plusSeconds(5), START.plus(LIFETIME));
    assertThat(keep(kept("e", 6), Bound.oldestGivesWay(Among.ALL, 3)).gaveWay())
        .as("what was used is not the oldest")
        .containsExactly("c");
    assertThat(rows().all(KIND, START)).extracting(Kept::key).containsExactly("a", "d", "e");
  }

  @Test
  void boundsCountTheirOwnAndWhatMadeRoomIsNotRefused() {
    keep(kept("a", 0).of("x", "1"));
    keep(kept("b", 0).of("x", "2"));
    Bound owners = Bound.oldestGivesWay(Among.OWNER, 2);
    Bound sources = Bound.refused(Among.SOURCE, 1);
    assertThat(keep(kept("c", 0).of("y", "2"), owners, sources).refusedBy()).isEqualTo(sources);
    assertThat(rows().find(KIND, "c", START)).isEmpty();
    assertThat(keep(kept("d", 0).of("x", "2"), owners, sources).gaveWay()).containsExactly("a");
    rows().answer(KIND, "b", "yes", START);
    rows().answer(KIND, "d", "yes", START);
    Bound decided = Bound.oldestGivesWay(Among.DECIDED, 2);
    assertThat(keep(kept("e", 0).of("x", "2"), sources, decided).gaveWay())
        .as("what is decided does not wait")
        .containsExactly("b");
  }

  @Test
  void aClaimIsOnesUntilItIsGivenBackOrOver() {
    keep(kept("a", 0));
    Instant until = START.plusSeconds(60);
    assertThat(rows().claim(KIND, "a", START, until)).isPresent();
    assertThat(elsewhere().claim(KIND, "a", until.minusMillis(1), FOR_EVER)).isEmpty();
    assertThat(elsewhere().claim(KIND, "a", until, FOR_EVER)).isPresent();
    rows().release(KIND, "a");
    assertThat(rows().claim(KIND, "a", until, FOR_EVER)).isPresent();
  }

  @Test
  void whatWaitsIsAnsweredOnceAndStays() {
    keep(kept("a", 0).showing("alike"));
    keep(kept("b", 0).showing("alike"));
    keep(kept("c", 0).showing("other"));
    assertThat(rows().answer(KIND, "a", "yes", START)).isTrue();
    assertThat(elsewhere().answer(KIND, "a", "no", START)).isFalse();
    assertThat(elsewhere().claim(KIND, "a", START, FOR_EVER)).isEmpty();
    assertThat(elsewhere().answerAlike(KIND, "alike", "no", START)).containsExactly("b");
    assertThat(rows().all(KIND, START)).extracting(Kept::answer).containsExactly("yes", "no", null);
  }

  @Test
  void oneIsTakenByTheProofAndOnce() throws Exception {
    keep(kept("a", 0).showing("proof"));
    assertThat(rows().take(KIND, "a", "", START)).isEmpty();
    assertThat(rows().take(KIND, "a", "Proof", START)).isEmpty();
    List<Boolean> taken =
        atOnce(20, replica -> replica.take(KIND, "a", "proof", START).isPresent());
    assertThat(taken).containsOnlyOnce(true);
  }

  @Test
  void triesAtSeveralReplicasAtOnceAreCountedTogether() throws Exception {
    keep(kept("a", 0));
    List<Boolean> tried = atOnce(20, replica -> replica.attempt(KIND, "a", 5, START).isPresent());
    assertThat(tried).filteredOn(Boolean::booleanValue).hasSize(5);
    assertThat(rows().find(KIND, "a", START)).get().extracting(Kept::tries).isEqualTo(5);
    rows().forget(KIND, "a");
    assertThat(elsewhere().find(KIND, "a", START)).isEmpty();
  }

  @Test
  void aBoundHoldsWhereManyBeginAtOnce() throws Exception {
    Bound ten = Bound.refused(Among.ALL, 10);
    List<Boolean> kept =
        atOnce(
            30,
            replica ->
                replica
                    .keep(kept("k" + Thread.currentThread().threadId(), 0), List.of(ten))
                    .isKept());
    assertThat(kept).filteredOn(Boolean::booleanValue).hasSize(10);
    assertThat(rows().all(KIND, START)).hasSize(10);
  }

  private interface Question {
    boolean ask(KeptRows replica);
  }

  private List<Boolean> atOnce(int times, Question question) throws Exception {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Callable<Boolean>> calls =
          IntStream.range(0, times)
              .<Callable<Boolean>>mapToObj(
                  i -> () -> question.ask(i % 2 == 0 ? rows() : elsewhere()))
              .toList();
      List<Boolean> answers = new ArrayList<>();
      for (Future<Boolean> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}
