package dev.wayleave.tailnet.policy.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "100.64.0.1,100.64.0.1",
    "100.64.0.1/32,100.64.0.1",
    "10.0.0.0/8,10.0.0.0/8",
    "10.1.2.3/8,10.0.0.0/8",
    "0.0.0.0/0,0.0.0.0/0",
    "::/0,::/0",
    "fd7a:115c:a1e0::1/128,fd7a:115c:a1e0::1",
    "fd7a:115c:a1e0::/48,fd7a:115c:a1e0::/48",
    "10.0.0.0-10.255.255.255,10.0.0.0/8",
    "100.64.0.0-100.115.91.255,100.64.0.0-100.115.91.255",
    "2000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,2000::/3"
  })
  void writesTheShortestFormOfWhatItRead(String text, String shortest) {
    assertThat(AddressRange.parse(text)).hasToString(shortest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0-", "10.0.0.2-10.0.0.1", "10.0.0.1-::1", "10.0.0.0/33", "a"})
  void refusesWhatIsNoRange(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void splitsARangeIntoTheFewestPrefixes() {
    assertThat(AddressRange.parse("10.0.0.1-10.0.0.6").prefixes())
        .extracting(IpPrefix::toString)
        .containsExactly("10.0.0.1/32", "10.0.0.2/31", "10.0.0.4/31", "10.0.0.6/32");
    assertThat(AddressRange.parse("0.0.0.0-255.255.255.255").prefixes())
        .containsExactly(IpPrefix.ALL_V4);
    assertThat(AddressRange.parse("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").prefixes())
        .containsExactly(IpPrefix.ALL_V6);
  }

  @Test
  void familiesNeverMeet() {
    AddressRange four = AddressRange.parse("0.0.0.0/0");
    AddressRange six = AddressRange.parse("::/0");

    assertThat(four.overlaps(six)).isFalse();
    assertThat(six.contains(IpAddress.parse("10.0.0.1"))).isFalse();
  }

  @Test
  void rangesThatShareOneAddressOverlap() {
    assertThat(
            AddressRange.parse("10.0.0.0/24").overlaps(AddressRange.parse("10.0.0.255-10.0.1.9")))
        .isTrue();
    assertThat(AddressRange.parse("10.0.0.0/24").overlaps(AddressRange.parse("10.0.1.0/24")))
        .isFalse();
  }
}
