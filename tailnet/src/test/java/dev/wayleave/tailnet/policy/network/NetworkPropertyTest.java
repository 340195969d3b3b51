package dev.wayleave.tailnet.policy.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.check.Flow;
import dev.wayleave.tailnet.policy.check.Reachability;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.Policy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds for all policies, tried on random ones.
///
/// A failure prints its seed; `-Dwayleave.seed=SEED` replays that one alone.
class NetworkPropertyTest {
  private static final int RUNS = Boolean.getBoolean("wayleave.exhaustive") ? 5_000 : 300;
  private static final IpAddress PUBLIC = IpAddress.parse("8.8.8.8");
  private static final int[] PORTS = {22, 25, 53, 80, 443};

  @Test
  void filtersAgreeWithAnEvaluatorThatReadsTheRulesOneByOne() {
    forRandomSeeds(random -> {
      Directory directory = Directory.of(new RandomTailnet(random).build());
      List<String> rules = new RandomPolicy(random).rules();
      TailnetPolicy policy = policy(rules, directory);
      Reachability naive =
          new Reachability(
              policy.resolver(),
              (names, source) -> policy.postures().admits(names, source).admits());
      for (Flow flow : flows(directory, random)) {
        assertThat(letsIn(policy, flow))
            .as("%s under %s", flow, rules)
            .isEqualTo(naive.allows(flow));
      }
    });
  }

  @Test
  void aFurtherRuleWithoutViaTakesNoAccessAway() {
    forRandomSeeds(random -> {
      Directory directory = Directory.of(new RandomTailnet(random).build());
      RandomPolicy texts = new RandomPolicy(random);
      List<String> before = texts.rules();
      List<String> after = new ArrayList<>(before);
      after.add(random.nextInt(after.size() + 1), texts.rule(false));
      TailnetPolicy less = policy(before, directory);
      TailnetPolicy more = policy(after, directory);
      for (Flow flow : flows(directory, random)) {
        if (letsIn(less, flow)) {
          assertThat(letsIn(more, flow)).as("%s under %s", flow, after).isTrue();
        }
      }
      for (Device device : directory.devices()) {
        assertThat(more.network().peers(device))
            .as("peers of %s", device.name())
            .containsAll(less.network().peers(device));
      }
    });
  }

  @Test
  void whoIsSeenSees() {
    forRandomSeeds(random -> {
      Directory directory = Directory.of(new RandomTailnet(random).build());
      TailnetPolicy policy = policy(new RandomPolicy(random).rules(), directory);
      for (Device device : directory.devices()) {
        for (Device peer : policy.network().peers(device)) {
          assertThat(policy.network().peers(peer)).as(peer.name()).contains(device);
        }
      }
    });
  }

  @Test
  void whoMayReachADeviceSeesIt() {
    forRandomSeeds(random -> {
      Directory directory = Directory.of(new RandomTailnet(random).build());
      TailnetPolicy policy = policy(new RandomPolicy(random).rules(), directory);
      for (Device source : directory.devices()) {
        for (Device destination : directory.devices()) {
          if (!source.equals(destination)
              && !policy.network().passages(source, destination).isEmpty()) {
            assertThat(policy.network().peers(source)).contains(destination);
          }
        }
      }
    });
  }

  @Test
  void goingOnFromAnEarlierStateGivesWhatStartingAnewGives() {
    forRandomSeeds(random -> {
      RandomTailnet tailnets = new RandomTailnet(random);
      Tailnet tailnet = tailnets.build();
      List<String> rules = new RandomPolicy(random).rules();
      TailnetPolicy policy = policy(rules, Directory.of(tailnet));
      for (int step = 0; step < 6; step++) {
        tailnet = tailnet.with(tailnets.change(tailnet));
        TailnetPolicy next = policy.on(policy.directory().next(tailnet));
        TailnetPolicy anew = policy(rules, Directory.of(tailnet));
        BitSet touched = next.network().touchedSince(policy.network());
        for (Device device : next.directory().devices()) {
          Device same = anew.directory().device(device.id()).orElseThrow();
          assertThat(view(next, device)).as("%s", rules).isEqualTo(view(anew, same));
          if (!touched.get(device.index())) {
            Device earlier = policy.directory().device(device.id()).orElseThrow();
            assertThat(view(next, device)).as("%s", rules).isEqualTo(view(policy, earlier));
          }
        }
        policy = next;
      }
    });
  }

  @Test
  void otherRoutersGiveWhatStartingAnewWithThemGives() {
    forRandomSeeds(random -> {
      RandomTailnet tailnets = new RandomTailnet(random);
      Tailnet tailnet = tailnets.build();
      List<String> rules = new RandomPolicy(random).rules();
      TailnetPolicy policy = policy(rules, Directory.of(tailnet));
      for (int step = 0; step < 6; step++) {
        PrimaryChoice choice = choice(random.nextLong());
        if (random.nextBoolean()) {
          tailnet = tailnet.with(tailnets.change(tailnet));
        }
        TailnetPolicy next = policy.on(policy.directory().next(tailnet)).with(choice);
        TailnetPolicy anew = TailnetPolicy.of(policy.policy(), Directory.of(tailnet), choice);
        BitSet touched = next.network().touchedSince(policy.network());
        Map<Device, BitSet> rerouted = next.network().reroutedSince(policy.network());
        for (Device device : next.directory().devices()) {
          Device same = anew.directory().device(device.id()).orElseThrow();
          assertThat(view(next, device)).as("%s", rules).isEqualTo(view(anew, same));
          if (!touched.get(device.index())) {
            Device earlier = policy.directory().device(device.id()).orElseThrow();
            assertThat(view(next, device)).as("%s", rules).isEqualTo(view(policy, earlier));
          }
          if (policy.directory().device(device.id()).filter(device::equals).isPresent()) {
            assertRerouted(policy, next, device, rerouted);
          }
        }
        policy = next;
      }
    });
  }

  /// That peers which lead elsewhere now, to a device that itself is the same, are said to.
  private static void assertRerouted(
      TailnetPolicy before, TailnetPolicy after, Device viewer, Map<Device, BitSet> rerouted) {
    for (Device peer : after.network().peers(viewer)) {
      Device then = before.directory().device(peer.id()).orElse(null);
      if (then != null && before.network().peers(viewer).contains(then)) {
        boolean same =
            after.network().subnetsBy(viewer, peer).equals(before.network().subnetsBy(viewer, then))
                && after
                    .network()
                    .exitsBy(viewer, peer)
                    .equals(before.network().exitsBy(viewer, then));
        boolean said = rerouted.getOrDefault(peer, new BitSet()).get(viewer.index());
        assertThat(same || said || !then.equals(peer))
            .as("%s by way of %s", viewer.name(), peer.name())
            .isTrue();
      }
    }
  }

  /// A choice that depends on nothing but who routes what.
  private static PrimaryChoice choice(long seed) {
    return (subnet, routers) ->
        routers.stream()
            .min(
                Comparator.comparingInt((Device router) -> Objects.hash(seed, subnet, router.id()))
                    .thenComparing(Device::id));
  }

  /// All that a device is sent of the network.
  private static List<Object> view(TailnetPolicy policy, Device device) {
    List<Object> view = new ArrayList<>(policy.network().filter(device));
    view.add(policy.network().primaryRoutes(device));
    for (Device peer : policy.network().peers(device)) {
      view.add(peer.id());
      view.add(policy.network().subnetsBy(device, peer));
      view.add(policy.network().exitsBy(device, peer));
    }
    return view;
  }

  /// Whether the filter of the device that has the destination, or of a router towards it, lets a
  /// packet in.
  private static boolean letsIn(TailnetPolicy policy, Flow flow) {
    Directory directory = policy.directory();
    Stream<Device> doors =
        directory
            .device(flow.destination())
            .map(Stream::of)
            .orElseGet(() -> directory.devices().stream().filter(d -> leadsTo(d, flow)));
    return doors.anyMatch(door ->
        policy.network().filter(door).stream()
            .anyMatch(rule -> rule instanceof FilterRule.Ports ports && admits(ports, flow)));
  }

  private static boolean leadsTo(Device device, Flow flow) {
    return PUBLIC.equals(flow.destination())
        ? device.isExitNode()
        : device.subnets().stream().anyMatch(subnet -> subnet.contains(flow.destination()));
  }

  private static boolean admits(FilterRule.Ports rule, Flow flow) {
    boolean protocol =
        rule.protocols().isEmpty()
            ? List.of(Flow.TCP, Flow.UDP, Flow.ICMP, Flow.ICMP_V6).contains(flow.protocol())
            : rule.protocols().contains(flow.protocol());
    boolean ported = flow.protocol() == Flow.TCP || flow.protocol() == Flow.UDP;
    return protocol
        && rule.sources().stream().anyMatch(text -> covers(text, flow.source()))
        && rule.destinations().stream()
            .anyMatch(to ->
                covers(to.address(), flow.destination())
                    && (!ported || to.ports().contains(flow.port())));
  }

  private static boolean covers(String text, IpAddress address) {
    return text.equals("*") || AddressRange.parse(text).contains(address);
  }

  /// Flows between devices, from and to addresses behind routers, and to the internet.
  private static List<Flow> flows(Directory directory, Random random) {
    List<IpAddress> ends = new ArrayList<>();
    directory.devices().forEach(device -> ends.addAll(device.addresses()));
    for (String behind :
        List.of("10.1.2.3", "10.1.9.9", "10.200.0.1", "192.168.7.9", "fd00:1::5")) {
      ends.add(IpAddress.parse(behind));
    }
    List<IpAddress> sources = List.copyOf(ends);
    ends.add(PUBLIC);
    List<Flow> flows = new ArrayList<>();
    for (IpAddress source : sources) {
      for (IpAddress destination : ends) {
        if (source.bits() == destination.bits() && isLed(directory, destination)) {
          int protocol = random.nextInt(3) == 0 ? Flow.UDP : Flow.TCP;
          flows.add(new Flow(source, destination, protocol, PORTS[random.nextInt(PORTS.length)]));
        }
      }
    }
    return flows;
  }

  private static boolean isLed(Directory directory, IpAddress destination) {
    return directory.device(destination).isPresent()
        || (PUBLIC.equals(destination) && directory.devices().stream().anyMatch(Device::isExitNode))
        || directory.devices().stream()
            .anyMatch(d -> d.subnets().stream().anyMatch(s -> s.contains(destination)));
  }

  private static TailnetPolicy policy(List<String> rules, Directory directory) {
    Verdict verdict = PolicyGate.judge(RandomPolicy.text(rules), directory);
    if (verdict instanceof Verdict.Accepted(_, Policy policy, _)) {
      return TailnetPolicy.of(policy, directory);
    }
    throw new AssertionError("a random policy is refused: " + verdict + " " + rules);
  }

  private static void forRandomSeeds(Consumer<Random> property) {
    Long only = Long.getLong("wayleave.seed");
    long first = only == null ? new Random().nextLong() : only;
    for (long seed = first; seed < first + (only == null ? RUNS : 1); seed++) {
      try {
        property.accept(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("replay with -Dwayleave.seed=" + seed + "\n" + e.getMessage(), e);
      }
    }
    System.out.println("NetworkPropertyTest: seeds from " + first + " on");
  }
}
