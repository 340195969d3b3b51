package dev.wayleave.tailnet.policy.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Policies that were written to hurt. Each takes a second or two; the deadline is far beyond.
class PathologicalPolicyTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int NODES = 2_000;
  private static final int RULES = 1_000;

  @Test
  void aWidePrefixInEveryRuleOnATailnetOfRouters() {
    String rules =
        IntStream.rangeClosed(1, RULES)
            .mapToObj(port ->
                "{\"src\": [\"10.0.0.0/8\", \"*\"], \"dst\": [\"10.0.0.0/8\"], \"ip\": [\"%d\"]}"
                    .formatted(port))
            .collect(Collectors.joining(","));

    assertTimeoutPreemptively(
        DEADLINE,
        () -> {
          TailnetPolicy policy = policy("{\"grants\": [" + rules + "]}", routers());
          Device first = policy.directory().devices().getFirst();
          assertThat(policy.network().filter(first))
              .singleElement()
              .isInstanceOfSatisfying(
                  FilterRule.Ports.class, ports -> assertThat(ports.destinations()).hasSize(RULES));
          for (Device device : policy.directory().devices()) {
            assertThat(policy.network().peers(device)).hasSize(NODES - 1);
          }
          long carried =
              policy.network().peers(first).stream()
                  .mapToLong(peer -> policy.network().subnetsBy(first, peer).size())
                  .sum();
          assertThat(carried).isEqualTo(NODES - 1);
        });
  }

  @Test
  void aHundredThousandHostsThatOneRuleNames() {
    int hosts = 100_000;
    String definitions =
        IntStream.range(0, hosts)
            .mapToObj(
                i -> "\"h%d\": \"10.%d.%d.%d\"".formatted(i, i >> 16, (i >> 8) & 255, i & 255))
            .collect(Collectors.joining(","));
    String names =
        IntStream.range(0, hosts).mapToObj(i -> "\"h" + i + "\"").collect(Collectors.joining(","));

    assertTimeoutPreemptively(
        DEADLINE,
        () -> {
          String text =
              "{\"hosts\": {%s}, \"grants\": [{\"src\": [%s], \"dst\": [\"*\"], \"ip\": [\"*\"]}]}"
                  .formatted(definitions, names);
          TailnetPolicy policy = policy(text, routers());
          Device first = policy.directory().devices().getFirst();
          assertThat(policy.network().filter(first))
              .singleElement()
              .satisfies(rule -> assertThat(rule.sources()).hasSize(hosts));
        });
  }

  @Test
  void tagsThatOwnEachOther() {
    int tags = 20_000;
    String owners =
        IntStream.range(0, tags)
            .mapToObj(i -> "\"tag:t%d\": [\"tag:t%d\"]".formatted(i, (i + 1) % tags))
            .collect(Collectors.joining(","));

    assertTimeoutPreemptively(
        DEADLINE,
        () -> {
          TailnetPolicy policy =
              policy("{\"tagOwners\": {" + owners + "}, \"acls\": []}", routers());
          assertThat(policy.network().peers(policy.directory().devices().getFirst())).isEmpty();
        });
  }

  /// Nodes of which each routes a subnet of its own within 10.0.0.0/8.
  private static Tailnet routers() {
    RandomTailnet tailnets = new RandomTailnet(new Random(1));
    List<Node> nodes = new ArrayList<>();
    for (int n = 1; n <= NODES; n++) {
      IpAddress address = new IpAddress.V4((100 << 24) + (64 << 16) + n);
      nodes.add(
          tailnets.router(n, address, IpPrefix.parse("10.%d.%d.0/24".formatted(n >> 8, n & 255))));
    }
    return Tailnet.of(1, LastIds.NONE, nodes);
  }

  private static TailnetPolicy policy(String text, Tailnet tailnet) {
    Directory directory = Directory.of(tailnet);
    Verdict verdict = PolicyGate.judge(text, directory);
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return TailnetPolicy.of(((Verdict.Accepted) verdict).policy(), directory);
  }
}
