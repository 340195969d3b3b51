package dev.wayleave.coordinator.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private Instant now = NOON;
  private final Refusals refusals = new Refusals(() -> now);

  @Test
  void theLastReasonStandsAndAttemptsAreCounted() {
    refuse(1, Refused.Reason.NODE_UNKNOWN);
    now = NOON.plusSeconds(10);
    refuse(1, Refused.Reason.LOGIN_NEEDED);
    assertThat(refusals.list())
        .singleElement()
        .satisfies(refused -> {
          assertThat(refused.reason()).isEqualTo(Refused.Reason.LOGIN_NEEDED);
          assertThat(refused.attempts()).isEqualTo(2);
          assertThat(refused.at()).isEqualTo(now);
        });
  }

  @Test
  void whoIsLetInIsForgotten() {
    refuse(1, Refused.Reason.EXPIRED);
    refuse(2, Refused.Reason.EXPIRED);
    refusals.admitted(machine(1));
    assertThat(refusals.list()).extracting(Refused::machineKey).containsExactly(machine(2));
  }

  @Test
  void theLongestSilentGoFirstWhereThereAreTooMany() {
    refuse(0, Refused.Reason.EXPIRED);
    for (int i = 1; i < Refusals.MOST; i++) {
      refuse(i, Refused.Reason.TURNED_AWAY);
    }
    refuse(0, Refused.Reason.EXPIRED);
    refuse(Refusals.MOST, Refused.Reason.TURNED_AWAY);
    assertThat(refusals.list())
        .hasSize(Refusals.MOST)
        .extracting(Refused::machineKey)
        .contains(machine(0))
        .doesNotContain(machine(1))
        .startsWith(machine(Refusals.MOST));
  }

  @Test
  void whatADeviceSaysIsCut() {
    refusals.refused(
        machine(1), node(1), "h".repeat(5000), Refused.Reason.EXPIRED, "s".repeat(5000), "::1");
    assertThat(refusals.list().getFirst().hostname()).hasSizeLessThan(1000);
    assertThat(refusals.list().getFirst().sentence()).hasSizeLessThan(1000);
  }

  private void refuse(int device, Refused.Reason reason) {
    refusals.refused(machine(device), node(device), "d" + device, reason, "no", "10.0.0.1");
  }

  private static MachineKey machine(int number) {
    return MachineKey.of(bytes(number));
  }

  private static NodeKey node(int number) {
    return NodeKey.of(bytes(number));
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(32).putInt(number + 1).array();
  }
}
