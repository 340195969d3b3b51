package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.kept.KeptInMemory;
import dev.wayleave.coordinator.login.SessionChecks.Opened;
import dev.wayleave.coordinator.login.SessionChecks.Verdict;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.UserId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionChecksTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration EACH = Duration.ZERO;

  private Instant now = START;
  private final SessionChecks checks =
      new SessionChecks(
          new KeptInMemory(),
          () -> now,
          new SecureRandom(),
          new LoginLimits(Duration.ofMinutes(15), 6, 2, 4, 20));

  @Test
  void anApprovalHoldsForThePeriodAndNotAMomentLonger() {
    Passage passage = passage(1, "root");
    checks.approved(wait(passage, HOUR));
    now = START.plus(HOUR).minusMillis(1);
    assertThat(checks.isApproved(passage, HOUR)).isTrue();
    assertThat(checks.isApproved(passage, HOUR.minusMinutes(1))).as("a shorter rule").isFalse();
    assertThat(checks.isApproved(passage, EACH)).as("a rule that checks each").isFalse();
    now = START.plus(HOUR);
    assertThat(checks.isApproved(passage, HOUR)).isFalse();
  }

  @Test
  void anotherLoginOwnerMachineOrAccountIsNotApproved() {
    Passage passage = passage(1, "root");
    checks.approved(wait(passage, HOUR));
    assertThat(checks.isApproved(passage(1, "root"), HOUR)).isTrue();
    assertThat(checks.isApproved(passage(1, "ann"), HOUR)).isFalse();
    assertThat(checks.isApproved(passage(2, "root"), HOUR)).isFalse();
    for (Passage other :
        List.of(
            new Passage(id(1), key(9), owner(1), id(100), machine(100), "root"),
            new Passage(id(1), key(1), owner(2), id(100), machine(100), "root"),
            new Passage(id(1), key(1), owner(1), id(100), machine(9), "root"))) {
      assertThat(checks.isApproved(other, HOUR)).as("%s", other).isFalse();
    }
  }

  @Test
  void theOtherSessionsOfAPassageBeginWithItUnlessEachIsChecked() {
    List<Verdict> told = new ArrayList<>();
    Passage passage = passage(1, "root");
    String first = wait(passage, HOUR);
    String second = wait(passage, HOUR);
    listen(second, passage, told);
    checks.approved(first);
    assertThat(told).containsExactly(Verdict.APPROVED);

    told.clear();
    Passage strict = passage(2, "root");
    String one = wait(strict, EACH);
    String two = wait(strict, EACH);
    listen(two, strict, told);
    checks.approved(one);
    assertThat(told).isEmpty();
    assertThat(checks.isApproved(strict, HOUR)).as("it is not remembered").isFalse();
  }

  @Test
  void whatWasDecidedIsToldToADestinationThatAsksAgain() {
    List<Verdict> told = new ArrayList<>();
    Passage passage = passage(1, "root");
    String id = wait(passage, EACH);
    checks.rejected(id);
    listen(id, passage, told);
    assertThat(told).containsExactly(Verdict.REJECTED);
    assertThat(checks.waiting(id)).as("it is decided").isEmpty();
    assertThat(checks.listen(id, passage(1, "ann"), told::add)).as("another's").isFalse();
  }

  @Test
  void whatNobodyDecidedOnLapsesAndTheDestinationIsTold() {
    List<Verdict> told = new ArrayList<>();
    Passage passage = passage(1, "root");
    String id = wait(passage, HOUR);
    listen(id, passage, told);
    now = START.plus(Duration.ofMinutes(15)).minusMillis(1);
    checks.look();
    assertThat(told).isEmpty();
    now = START.plus(Duration.ofMinutes(15));
    assertThat(checks.claim(id)).as("before it is swept").isFalse();
    checks.look();
    assertThat(told).containsExactly(Verdict.LAPSED);
    checks.approved(id);
    assertThat(checks.isApproved(passage, HOUR)).isFalse();
  }

  @Test
  void aSecondQuestionAboutACheckReplacesTheFirst() {
    List<Verdict> first = new ArrayList<>();
    List<Verdict> second = new ArrayList<>();
    Passage passage = passage(1, "root");
    String id = wait(passage, HOUR);
    listen(id, passage, first);
    listen(id, passage, second);
    checks.approved(id);
    assertThat(first).containsExactly(Verdict.SUPERSEDED);
    assertThat(second).containsExactly(Verdict.APPROVED);
  }

  @Test
  void aPassageAMachineAndAllTogetherHaveTheirLimits() {
    Passage passage = passage(1, "root");
    String oldest = wait(passage, HOUR);
    wait(passage, HOUR);
    String newest = wait(passage, HOUR);
    assertThat(checks.waiting(oldest)).as("the oldest gives way").isEmpty();
    assertThat(checks.waiting(newest)).isPresent();
    wait(passage(2, "root"), HOUR);
    wait(passage(3, "root"), HOUR);
    assertThat(open(passage(4, "root"), HOUR)).isInstanceOf(Opened.Full.class);
    wait(passage(5, "root", 101), HOUR);
    wait(passage(5, "root", 102), HOUR);
    assertThat(open(passage(5, "root", 103), HOUR)).as("all").isInstanceOf(Opened.Full.class);
  }

  @Test
  void aMachineBeginsOnlySoManySessionsAMinute() {
    Passage passage = passage(1, "root");
    for (int i = 0; i < 20; i++) {
      wait(passage, HOUR);
    }
    assertThat(open(passage, HOUR)).isInstanceOf(Opened.Full.class);
    now = START.plusSeconds(61);
    wait(passage, HOUR);
  }

  @Test
  void aCheckIsClaimedByOneAtATime() {
    String id = wait(passage(1, "root"), HOUR);
    assertThat(checks.claim(id)).isTrue();
    assertThat(checks.claim(id)).isFalse();
    checks.release(id);
    assertThat(checks.claim(id)).isTrue();
  }

  private void listen(String id, Passage passage, List<Verdict> told) {
    assertThat(checks.listen(id, passage, told::add)).isTrue();
  }

  private String wait(Passage passage, Duration period) {
    return switch (open(passage, period)) {
      case Opened.AsSession(WaitingSession session) -> session.id();
      case Opened.Full(String sentence) -> throw new AssertionError(sentence);
    };
  }

  private Opened open(Passage passage, Duration period) {
    return checks.open(passage, "laptop", "server", period, "192.0.2.1");
  }

  private static Passage passage(long source, String user) {
    return passage(source, user, 100);
  }

  private static Passage passage(long source, String user, long destination) {
    return new Passage(
        id(source), key(source), owner(1), id(destination), machine(destination), user);
  }

  private static NodeId id(long number) {
    return new NodeId(number);
  }

  private static Owner owner(long user) {
    return new Owner.OfUser(new UserId(user));
  }

  private static NodeKey key(long number) {
    return NodeKey.ofHex("%064x".formatted(number));
  }

  private static MachineKey machine(long number) {
    return MachineKey.ofHex("%064x".formatted(number));
  }
}
