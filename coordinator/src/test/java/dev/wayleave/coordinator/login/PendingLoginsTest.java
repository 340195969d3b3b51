package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.kept.KeptInMemory;
import dev.wayleave.coordinator.login.PendingLogins.Opened;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PendingLoginsTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private Instant now = START;
  private int keys;
  private final KeptInMemory kept = new KeptInMemory();
  private PendingLogins pending = of(new LoginLimits(Duration.ofMinutes(15), 6, 2, 4, 1_000));

  private PendingLogins of(LoginLimits limits) {
    return new PendingLogins(kept, _ -> Optional.empty(), () -> now, new SecureRandom(), limits);
  }

  @Test
  void idsAreRandomAndNeverAlike() {
    pending = of(new LoginLimits(Duration.ofMinutes(15), 1_000, 2, 1_000, 1_000));
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      ids.add(waiting(device(machine()), "192.0.2.1").id());
    }
    assertThat(ids).hasSize(500).allMatch(id -> id.matches("[0-9a-f]{40}"));
  }

  @Test
  void whatNobodyDecidedOnLapsesAndItsDeviceIsTold() {
    Registration device = device(machine());
    PendingLogin login = waiting(device, "192.0.2.1");
    List<Ending> told = new ArrayList<>();
    assertThat(pending.listen(login.id(), device, told::add)).isTrue();
    now = START.plus(Duration.ofMinutes(15)).minusMillis(1);
    pending.sweep();
    assertThat(told).isEmpty();
    assertThat(pending.waiting(login.id())).isPresent();
    now = START.plus(Duration.ofMinutes(15));
    assertThat(pending.waiting(login.id())).as("before it is swept").isEmpty();
    assertThat(pending.claim(login.id())).isEmpty();
    pending.sweep();
    assertThat(told).containsExactly(new Ending.Lapsed());
    assertThat(pending.listen(login.id(), device, told::add)).isFalse();
    assertThat(waiting(device, "192.0.2.1").id()).isNotEqualTo(login.id());
  }

  @Test
  void aMachineThatBeginsOneLoginAfterTheOtherHoldsItsNewestOnly() {
    MachineKey machine = machine();
    PendingLogin first = waiting(device(machine), "192.0.2.1");
    PendingLogin second = waiting(device(machine), "192.0.2.1");
    PendingLogin third = waiting(device(machine), "192.0.2.1");
    assertThat(pending.waiting(first.id())).isEmpty();
    assertThat(pending.waiting()).containsExactly(second, third);
  }

  @Test
  void anAddressAndAllTogetherHaveTheirLimits() {
    for (int i = 0; i < 4; i++) {
      waiting(device(machine()), "192.0.2.1");
    }
    assertThat(pending.open(device(machine()), "192.0.2.1")).isInstanceOf(Opened.Full.class);
    for (int i = 0; i < 2; i++) {
      waiting(device(machine()), "192.0.2." + (10 + i));
    }
    assertThat(pending.open(device(machine()), "192.0.2.99")).isInstanceOf(Opened.Full.class);
    now = START.plus(Duration.ofMinutes(16));
    waiting(device(machine()), "192.0.2.1");
  }

  @Test
  void anAddressBeginsOnlySoManyLoginsAMinute() {
    pending = of(new LoginLimits(Duration.ofMinutes(15), 1_000, 1, 1_000, 5));
    MachineKey machine = machine();
    for (int i = 0; i < 5; i++) {
      waiting(device(machine), "192.0.2.1");
    }
    assertThat(pending.open(device(machine), "192.0.2.1")).isInstanceOf(Opened.Full.class);
    waiting(device(machine()), "192.0.2.2");
    now = START.plusSeconds(61);
    waiting(device(machine), "192.0.2.1");
  }

  @Test
  void aLoginIsClaimedByOneAtATime() {
    PendingLogin login = waiting(device(machine()), "192.0.2.1");
    assertThat(pending.claim(login.id())).isPresent();
    assertThat(pending.claim(login.id())).isEmpty();
    pending.release(login);
    assertThat(pending.claim(login.id())).isPresent();
  }

  /// Anybody can complete a handshake and name a node key that is not theirs.
  @Test
  void aMachineThatNamesAnothersNodeKeyDoesNotDisturbItsLogin() {
    Registration victim = device(machine());
    PendingLogin login = waiting(victim, "192.0.2.1");
    Registration thief =
        new Registration(
            machine(), victim.nodeKey(), null, "t", List.of(), Set.of(), false, null, null, 113);
    waiting(thief, "192.0.2.66");
    assertThat(pending.waiting(login.id())).isPresent();
    assertThat(pending.knows(login.id(), thief)).isFalse();
    assertThat(waiting(victim, "192.0.2.1")).isEqualTo(login);
  }

  private PendingLogin waiting(Registration device, String address) {
    return switch (pending.open(device, address)) {
      case Opened.Waiting(PendingLogin login) -> login;
      case Opened.Full(String sentence) -> throw new AssertionError(sentence);
    };
  }

  private MachineKey machine() {
    return MachineKey.ofHex("%064x".formatted(++keys));
  }

  private Registration device(MachineKey machine) {
    return new Registration(
        machine,
        NodeKey.ofHex("%064x".formatted(++keys)),
        null,
        "laptop",
        List.of(),
        Set.of(),
        false,
        null,
        null,
        113);
  }
}
