package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.line.Relay;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Is a migration applied wholly or not at all when the coordinator is killed meanwhile?
class KilledMidApplyIT {
  private static final Seed SEED = Seed.printedFor("KilledMidApplyIT");
  private static final int MOMENTS = Breadth.of(3, 30);
  private static final int NODES = 2000;

  private final Room room = new Room();
  private final Path data = room.folder().resolve("data");
  private final String from;

  KilledMidApplyIT() throws Exception {
    from = Bundles.of(room.folder().resolve("large"), TailnetBuilder.seeded(9).nodes(NODES));
  }

  @AfterEach
  void end() {
    room.close();
  }

  @Test
  void atEveryMomentTheTailnetIsAsBeforeOrAsAfterAndApplyingAgainSucceeds() throws Exception {
    Coordinator coordinator = Coordinator.start(room, data);
    JsonNode before = coordinator.kinds();
    applyWhole(coordinator);
    JsonNode after = coordinator.kinds();
    coordinator.rollBackAll();
    assertThat(coordinator.kinds()).as("rolled back").isEqualTo(before);
    // Once more: every coordinator below has applied once before the time that counts.
    long whole = applyWhole(coordinator);
    coordinator.rollBackAll();

    RandomGenerator random = SEED.generator();
    for (int moment = 0; moment < MOMENTS; moment++) {
      // One moment in each part of the time that the whole takes, and of a little more.
      long delay = (long) ((moment + random.nextDouble()) / MOMENTS * whole * 1.2);
      Outcome outcome = applyAndKillAfter(coordinator, delay);
      coordinator = Coordinator.start(room, data);
      JsonNode found = coordinator.kinds();
      boolean applied = found.equals(after);
      System.out.printf(
          "killed %d ms after apply was asked for (it takes %d): status %d, %s%n",
          TimeUnit.NANOSECONDS.toMillis(delay),
          TimeUnit.NANOSECONDS.toMillis(whole),
          outcome.exit(),
          applied ? "applied" : "as before");
      if (outcome.exit() == 0) {
        // The answer came before the end: then it holds.
        assertThat(found).isEqualTo(after);
      } else {
        outcome.failsWith("coordinator", "wholly or not at all");
        assertThat(found).isIn(before, after);
      }
      apply(coordinator);
      assertThat(coordinator.kinds()).isEqualTo(after);
      if (moment == 0) {
        cli(coordinator, "verify", "--from", from, "--to", coordinator.endpoint()).exits(0);
      }
      coordinator.rollBackAll();
      assertThat(coordinator.kinds()).isEqualTo(before);
    }
  }

  /// Applies undisturbed and gives how long the coordinator took from being asked to the answer.
  private long applyWhole(Coordinator coordinator) throws Exception {
    long[] asked = {0};
    long[] answered = {0};
    Relay.Tap apply = Relay.until("/apply HTTP/1.1", "\"accept\"");
    Relay.Tap seen =
        (chunk, length, before) -> {
          if (asked[0] == 0 && !apply.holds(chunk, length, before)) {
            asked[0] = System.nanoTime();
          }
          return true;
        };
    Relay.Tap answer =
        (_, _, _) -> {
          if (asked[0] != 0 && answered[0] == 0) {
            answered[0] = System.nanoTime();
          }
          return true;
        };
    try (Relay relay = new Relay(coordinator.port(), seen, answer)) {
      throughRelay(coordinator, relay).end().exits(0);
    }
    assertThat(answered[0]).isGreaterThan(asked[0]);
    return answered[0] - asked[0];
  }

  private Outcome applyAndKillAfter(Coordinator coordinator, long delay) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Relay.Tap apply = Relay.until("/apply HTTP/1.1", "\"accept\"");
    Relay.Tap seen =
        (chunk, length, before) -> {
          if (asked.getCount() > 0 && !apply.holds(chunk, length, before)) {
            asked.countDown();
          }
          return true;
        };
    try (Relay relay = new Relay(coordinator.port(), seen, Relay::forEver)) {
      Running applying = throughRelay(coordinator, relay);
      assertThat(asked.await(Running.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      long until = System.nanoTime() + delay;
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      coordinator.running().kill();
      return applying.end();
    }
  }

  private Running throughRelay(Coordinator coordinator, Relay relay) throws Exception {
    String to = "wayleave:http://127.0.0.1:" + relay.port();
    return coordinator.cli(room).start("apply", "--from", from, "--to", to, "--yes", "-o", "json");
  }

  private void apply(Coordinator coordinator) throws Exception {
    cli(coordinator, "apply", "--from", from, "--to", coordinator.endpoint(), "--yes").exits(0);
  }

  private Outcome cli(Coordinator coordinator, String... arguments) throws Exception {
    return coordinator.cli(room).run(arguments);
  }
}
