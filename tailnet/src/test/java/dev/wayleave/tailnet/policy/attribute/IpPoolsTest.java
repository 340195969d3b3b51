package dev.wayleave.tailnet.policy.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.SmallOffice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IpPoolsTest {
  private static final Resolver OFFICE =
      SmallOffice.under(
          """
          {"tagOwners": {"tag:web": []},
           "nodeAttrs": [
             {"target": ["*"], "attr": ["disable-upnp"]},
             {"target": ["autogroup:admin"], "ipPool": ["100.81.0.0/16"]},
             {"target": ["autogroup:member"], "ipPool": ["100.85.0.0/31", "100.86.0.0/31"]}]}
          """);

  @Test
  void theFirstEntryWithPoolsThatMeansTheDeviceDecides() {
    IpPools pools = new IpPools(OFFICE);
    assertThat(pools.of(SmallOffice.person(OFFICE, "bob")))
        .containsExactly(prefix("100.81.0.0/16"));
    assertThat(pools.of(SmallOffice.person(OFFICE, "dave")))
        .containsExactly(prefix("100.85.0.0/31"), prefix("100.86.0.0/31"));
    assertThat(pools.of(SmallOffice.tagged("web"))).isEmpty();
  }

  @Test
  void poolsAreFilledInTheirOrderAndNeverLeft() {
    List<IpPrefix> pools = new IpPools(OFFICE).of(SmallOffice.person(OFFICE, "dave"));
    Set<IpAddress> taken = new HashSet<>();
    for (String expected : List.of("100.85.0.0", "100.85.0.1", "100.86.0.0", "100.86.0.1")) {
      IpAddress next = IpPools.next(pools, taken::contains).orElseThrow();
      assertThat(next).isEqualTo(IpAddress.parse(expected));
      taken.add(next);
    }
    assertThat(IpPools.next(pools, taken::contains)).isEmpty();
  }

  @Test
  void aPoolMayBeOneAddress() {
    assertThat(IpPools.next(List.of(prefix("100.123.45.0/32")), _ -> false))
        .contains(IpAddress.parse("100.123.45.0"));
  }

  @Test
  void reservedAddressesAreNotGiven() {
    assertThat(IpPools.next(List.of(prefix("100.115.92.0/22")), _ -> false))
        .contains(IpAddress.parse("100.115.94.0"));
    assertThat(IpPools.next(List.of(prefix("100.100.100.0/25")), _ -> false)).isEmpty();
    assertThat(IpPools.next(List.of(prefix("100.100.0.0/23")), _ -> false))
        .contains(IpAddress.parse("100.100.1.0"));
  }

  private static IpPrefix prefix(String text) {
    return IpPrefix.parse(text);
  }
}
