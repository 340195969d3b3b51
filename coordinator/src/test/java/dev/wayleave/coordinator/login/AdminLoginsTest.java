package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.kept.KeptInMemory;
import dev.wayleave.coordinator.login.AdminLogins.Begun;
import dev.wayleave.coordinator.state.Logging;
import dev.wayleave.coordinator.state.ProvedLogin;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many commands may wait, and for how long.
class AdminLoginsTest {
  private static final ProvedLogin LOGIN = Logging.login(Logging.provider("cloak"), "s1", "ann");

  private Instant now = Logging.NOW;
  private final AdminLogins logins =
      new AdminLogins(new KeptInMemory(), () -> now, new SecureRandom());

  private Begun begin(String address) {
    return logins.begin("laptop", address).orElseThrow();
  }

  private boolean waits(Begun begun) {
    return logins.waiting(begun.command().id()).isPresent();
  }

  @Test
  void oneSourceBeginsThirtyInAMinute() {
    for (int i = 0; i < 30; i++) {
      begin("2001:db8::" + Integer.toHexString(i));
    }
    assertThat(logins.begin("laptop", "2001:db8::ffff")).isEmpty();
    begin("2001:db8:0:1::1");
    now = now.plus(Duration.ofMinutes(1));
    begin("2001:db8::ffff");
  }

  @Test
  void theOldestOfASourceGivesWayToItsEleventhAndToNobodyElses() {
    Begun other = begin("192.0.2.2");
    List<Begun> own = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      own.add(begin("192.0.2.1"));
      now = now.plusSeconds(1);
    }
    assertThat(waits(own.getFirst())).isFalse();
    assertThat(own.subList(1, 11)).allMatch(this::waits);
    assertThat(waits(other)).isTrue();
  }

  @Test
  void oneThatIsConfirmedDoesNotGiveWayBeforeItsCommandHasAsked() {
    Begun confirmed = begin("192.0.2.1");
    assertThat(logins.confirm(confirmed.command().id(), confirmed.code(), LOGIN)).isTrue();
    for (int i = 0; i < 11; i++) {
      now = now.plusSeconds(1);
      begin("192.0.2.1");
    }
    assertThat(logins.fate(confirmed.command().id(), confirmed.secret()))
        .isEqualTo(new AdminLogins.Fate.Confirmed(LOGIN));
  }

  @Test
  void twoThousandWaitInAllAndTheNextIsRefusedUntilTheyHaveWaitedTenMinutes() {
    Begun first = begin("10.0.0.0");
    for (int i = 1; i < 2_000; i++) {
      begin("10.0." + i / 1_000 + "." + i / 10 % 100);
    }
    assertThat(logins.begin("laptop", "192.0.2.1")).isEmpty();
    assertThat(waits(first)).as("nobody's place is taken").isTrue();
    now = now.plus(Duration.ofMinutes(10));
    assertThat(waits(first)).isFalse();
    begin("192.0.2.1");
  }
}
