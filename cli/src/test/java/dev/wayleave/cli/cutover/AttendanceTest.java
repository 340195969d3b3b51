package dev.wayleave.cli.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.RefusalView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttendanceTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant BEFORE = NOW.minusSeconds(600);
  private static final Duration SILENT = Duration.ofDays(30);

  @Test
  void whoIsOnlineIsBack() {
    Attendance attendance =
        take(List.of(expected(1, null, BEFORE)), List.of(view(1, null, NOW, true)), List.of());
    assertThat(attendance.isComplete()).isTrue();
    assertThat(attendance.count(Attendance.State.BACK)).isOne();
  }

  @Test
  void whoWasNotSeenSinceIsTold() {
    assertThat(why(view(1, null, BEFORE, false), List.of()))
        .isEqualTo("never seen since the take-over");
    assertThat(why(view(1, null, NOW.minusSeconds(5), false), List.of()))
        .startsWith("was back and left");
  }

  @Test
  void aRefusalTellsItsReasonAndWhenItWas() {
    RefusalView refusal =
        new RefusalView(
            1L, "mkey:1", "nodekey:9", "one", "client-too-old", "too old", "::1", NOW, 3);
    Attendance attendance =
        take(
            List.of(expected(1, null, BEFORE)),
            List.of(view(1, null, BEFORE, false)),
            List.of(refusal));
    assertThat(attendance.nodes())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.state()).isEqualTo(Attendance.State.NOT_BACK);
          assertThat(line.why()).contains("client-too-old", "too old");
          assertThat(line.lastAttempt()).isEqualTo(NOW);
        });
    assertThat(attendance.strangers()).isEmpty();
  }

  @Test
  void whoIsOnlineWithAnEndedLoginIsNotBack() {
    Instant ended = NOW.minusSeconds(1);
    Attendance attendance =
        take(List.of(expected(1, null, BEFORE)), List.of(view(1, ended, NOW, true)), List.of());
    assertThat(attendance.isComplete()).isFalse();
    assertThat(attendance.nodes().getFirst().why()).startsWith("its login ended");
  }

  @Test
  void nobodyWaitsForThoseWhoseLoginHadEndedOrWhoWereSilentForLong() {
    Attendance attendance =
        take(
            List.of(
                expected(1, NOW.minusSeconds(60), BEFORE),
                expected(2, null, NOW.minus(Duration.ofDays(31))),
                expected(3, null, null)),
            List.of(
                view(1, NOW.minusSeconds(60), BEFORE, false),
                view(2, null, null, false),
                view(3, null, null, false)),
            List.of());
    assertThat(attendance.isComplete()).isTrue();
    assertThat(attendance.count(Attendance.State.NOT_EXPECTED)).isEqualTo(3);
  }

  @Test
  void aNodeThatWasNotCarriedOverIsMissing() {
    Attendance attendance = take(List.of(expected(1, null, BEFORE)), List.of(), List.of());
    assertThat(attendance.isComplete()).isFalse();
    assertThat(attendance.nodes().getFirst().why()).contains("not carried over");
  }

  @Test
  void unknownDevicesThatTryAreToldApart() {
    RefusalView stranger =
        new RefusalView(
            null, "mkey:7", "nodekey:7", "x", "login-needed", "log in", "10.0.0.7", NOW, 1);
    assertThat(take(List.of(), List.of(), List.of(stranger)).strangers()).containsExactly(stranger);
  }

  private static String why(NodeView now, List<RefusalView> refusals) {
    return take(List.of(expected(1, null, BEFORE)), List.of(now), refusals)
        .nodes()
        .getFirst()
        .why();
  }

  private static Attendance take(
      List<Attendance.Expected> expected, List<NodeView> nodes, List<RefusalView> refusals) {
    return Attendance.take(expected, nodes, refusals, NOW, SILENT);
  }

  private static Attendance.Expected expected(
      long id, @Nullable Instant expiry, @Nullable Instant seen) {
    return new Attendance.Expected(id, "n" + id, "mkey:" + id, expiry, seen);
  }

  private static NodeView view(
      long id, @Nullable Instant expiry, @Nullable Instant seen, boolean online) {
    return new NodeView(
        id,
        "s" + id,
        "mkey:" + id,
        "nodekey:" + id,
        List.of(),
        "n" + id,
        "n" + id,
        1L,
        List.of(),
        "authkey",
        false,
        expiry,
        seen,
        BEFORE,
        List.of(),
        List.of(),
        online,
        false,
        null,
        expiry != null && !expiry.isAfter(NOW));
  }
}
