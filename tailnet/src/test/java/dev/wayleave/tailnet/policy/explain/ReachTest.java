package dev.wayleave.tailnet.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.policy.language.Allowance;
import dev.wayleave.tailnet.policy.language.PortRange;
import dev.wayleave.tailnet.policy.language.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static Reach reach(Protocol protocol, int first, int last) {
    return Reach.of(List.of(new Allowance(protocol, new PortRange(first, last))));
  }

  private static Protocol protocol(int number) {
    return new Protocol(List.of(number));
  }

  @Test
  void saysPortsByProtocol() {
    Reach reach =
        reach(protocol(6), 22, 22)
            .plus(reach(protocol(6), 443, 445))
            .plus(reach(protocol(17), 53, 53));
    assertThat(reach).hasToString("tcp 22, 443-445; udp 53");
  }

  @Test
  void aRuleWithoutProtocolOpensPortsOfTcpAndUdpAndPing() {
    Reach reach = reach(Protocol.UNNAMED, 80, 80);
    assertThat(reach).hasToString("port 80");
    assertThat(reach.allows(6, 80)).isTrue();
    assertThat(reach.allows(17, 80)).isTrue();
    assertThat(reach.allows(1, 0)).isTrue();
    assertThat(reach.allows(6, 81)).isFalse();
    assertThat(reach.allows(132, 80)).isFalse();
  }

  @Test
  void everythingAndNothingHaveWords() {
    assertThat(Reach.of(List.of(new Allowance(Protocol.UNNAMED, PortRange.ALL))))
        .hasToString("every port");
    assertThat(reach(protocol(6), 0, 65535)).hasToString("every tcp port");
    assertThat(Reach.NOTHING).hasToString("nothing");
    assertThat(reach(protocol(99), 0, 65535)).hasToString("protocol 99");
  }

  @Test
  void almostEveryPortNamesTheOthers() {
    Reach all = reach(Protocol.UNNAMED, 0, 65535);
    assertThat(all.minus(reach(Protocol.UNNAMED, 22, 22)).plus(reach(protocol(1), 0, 0)))
        .hasToString("every tcp and udp port but 22; icmp");
    assertThat(reach(protocol(6), 0, 65534)).hasToString("every tcp port but 65535");
  }

  @Test
  void whatIsTakenAwayIsGoneAndNoMore() {
    Reach all = reach(Protocol.UNNAMED, 0, 65535);
    Reach left = all.minus(reach(protocol(6), 22, 22));
    assertThat(left.allows(6, 22)).isFalse();
    assertThat(left.allows(17, 22)).isTrue();
    assertThat(left.plus(reach(protocol(6), 22, 22))).isEqualTo(all);
    assertThat(all.minus(all).isEmpty()).isTrue();
  }
}
