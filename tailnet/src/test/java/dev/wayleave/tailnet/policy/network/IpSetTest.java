package dev.wayleave.tailnet.policy.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.policy.SmallTailnet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import java.util.List;
import org.junit.jupiter.api.Test;

class IpSetTest {
  /// An IP set may hold the internet beside addresses of the tailnet and of subnets: exit nodes let
  /// in the public ones only, the others are let in where they are.
  @Test
  void theInternetInASetDoesNotMoveItsOtherAddressesToExitNodes() throws Exception {
    Resolver resolver =
        SmallTailnet.under(
            """
            "ipsets": {"ipset:all": ["add autogroup:internet", "add 10.0.0.0/8", "add 100.64.0.4"]},
            "grants": [{"src": ["tag:db"], "dst": ["ipset:all"], "ip": ["443"]}]
            """);
    NetworkPolicy policy = NetworkPolicy.of(resolver, (_, _) -> true, PrimaryChoice.OLDEST);

    assertThat(entries(policy, "web")).containsExactly("100.64.0.4");
    assertThat(entries(policy, "router"))
        .contains("10.0.0.0/8", "11.0.0.0-100.63.255.255")
        .doesNotContain("100.64.0.4");
    Device db = SmallTailnet.device("db");
    Device router = SmallTailnet.device("router");
    assertThat(policy.exitsBy(db, router)).hasSize(2);
    assertThat(policy.subnetsBy(db, router)).hasSize(1);
  }

  private static List<String> entries(NetworkPolicy policy, String name) {
    return policy.filter(SmallTailnet.device(name)).stream()
        .filter(FilterRule.Ports.class::isInstance)
        .flatMap(rule -> ((FilterRule.Ports) rule).destinations().stream())
        .map(FilterRule.Destination::address)
        .toList();
  }
}
