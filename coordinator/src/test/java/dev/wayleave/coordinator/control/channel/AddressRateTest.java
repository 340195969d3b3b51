package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressRateTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong nanos = new AtomicLong();
  private final AddressRate rate = new AddressRate(3, 2, nanos::get);

  @Test
  void aBurstIsAllowedAndFillsAgainWithTime() {
    assertThat(taken("192.0.2.1", 5)).isEqualTo(3);
    nanos.addAndGet(SECOND);
    assertThat(taken("192.0.2.1", 5)).isEqualTo(2);
    nanos.addAndGet(100 * SECOND);
    assertThat(taken("192.0.2.1", 5)).isEqualTo(3);
  }

  @Test
  void otherAddressesHaveTheirOwn() {
    assertThat(taken("192.0.2.1", 5)).isEqualTo(3);
    assertThat(taken("192.0.2.2", 5)).isEqualTo(3);
  }

  @Test
  void addressesOfOneIpv6NetworkShareOne() {
    assertThat(taken("2001:db8::1", 2)).isEqualTo(2);
    assertThat(taken("2001:db8:0:0:ffff::2", 2)).isEqualTo(1);
    assertThat(taken("2001:db8:0:1::1", 2)).isEqualTo(2);
  }

  private int taken(String address, int wanted) {
    int taken = 0;
    for (int i = 0; i < wanted; i++) {
      taken += rate.take(address) ? 1 : 0;
    }
    return taken;
  }
}
