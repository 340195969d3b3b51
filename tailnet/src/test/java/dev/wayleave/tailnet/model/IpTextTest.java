package dev.wayleave.tailnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
  @ParameterizedTest
  @CsvSource({
    "100.64.0.1,100.64.0.1",
    "255.255.255.255,255.255.255.255",
    "fd7a:115c:a1e0::1,fd7a:115c:a1e0::1",
    "FD7A:115C:A1E0:0:0:0:0:0001,fd7a:115c:a1e0::1",
    "::,::",
    "::1,::1",
    "1::,1::",
    "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
    "64:ff9b::192.0.2.33,64:ff9b::c000:221",
    "::ffff:192.0.2.1,::ffff:192.0.2.1"
  })
  void writesTheFormThatRfc5952Asks(String read, String written) {
    assertThat(IpAddress.parse(read)).hasToString(written);
    assertThat(IpAddress.parse(written)).isEqualTo(IpAddress.parse(read));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "256.1.1.1",
        "1.2.3.x",
        "1.2.3.-4",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "1.2.3.4::",
        "example.com",
        "١.2.3.4"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" is not an IP address");
  }

  @ParameterizedTest
  @CsvSource({
    "100.64.0.0/10,100.127.255.255,true",
    "100.64.0.0/10,100.128.0.0,false",
    "0.0.0.0/0,8.8.8.8,true",
    "0.0.0.0/0,::1,false",
    "::/0,::1,true",
    "fd7a:115c:a1e0::/48,fd7a:115c:a1e0:ffff::1,true",
    "fd7a:115c:a1e0::/48,fd7a:115c:a1e1::1,false",
    "2001:db8::8000:0:0:0/65,2001:db8::8000:0:0:1,true",
    "2001:db8::8000:0:0:0/65,2001:db8::7000:0:0:1,false",
    "10.1.2.3/32,10.1.2.3,true",
    "10.1.2.3/32,10.1.2.2,false"
  })
  void prefixesContainTheirAddresses(String prefix, String address, boolean contained) {
    assertThat(IpPrefix.parse(prefix).contains(IpAddress.parse(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/", "/8", "10.0.0.0/-1"})
  void refusesWhatIsNoPrefix(String text) {
    assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesSortByFamilyThenAsUnsignedNumbers() {
    assertThat(IpAddress.parse("100.64.0.1")).isLessThan(IpAddress.parse("200.0.0.1"));
    assertThat(IpAddress.parse("255.0.0.1")).isLessThan(IpAddress.parse("::1"));
    assertThat(IpAddress.parse("7fff::1")).isLessThan(IpAddress.parse("8000::1"));
  }
}
