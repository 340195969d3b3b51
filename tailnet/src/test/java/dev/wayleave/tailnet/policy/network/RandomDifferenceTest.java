package dev.wayleave.tailnet.policy.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.explain.Change;
import dev.wayleave.tailnet.policy.explain.ReachabilityDiff;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// That two policies mean the same, or do not, is told alike by [ReachabilityDiff] and by trying
/// packets on every packet filter.
///
/// A failure prints its seed; `-Dwayleave.seed=SEED` replays that one alone.
class RandomDifferenceTest {
  private static final int RUNS = Boolean.getBoolean("wayleave.exhaustive") ? 2_000 : 120;

  /// One address of each piece into which the random policies and routes cut what is no device.
  private static final List<IpAddress> BEYOND =
      Stream.of(
              "10.1.2.3",
              "10.1.2.4",
              "10.1.9.9",
              "10.200.0.1",
              "192.168.7.9",
              "192.168.7.10",
              "fd00:1::5",
              "8.8.8.8",
              "9.9.9.9",
              "172.16.0.1",
              "192.168.99.1",
              "2600::1",
              "fd99::1")
          .map(IpAddress::parse)
          .toList();

  private static final int[][] PACKETS = {
    {6, 443}, {6, 80}, {6, 85}, {6, 20}, {6, 9}, {17, 53}, {17, 443}, {17, 25}, {17, 9}, {1, 0}
  };

  private final Map<String, AddressRange> ranges = new HashMap<>();

  @Test
  void policiesDifferExactlyWhereSomePacketTellsThemApart() {
    Long only = Long.getLong("wayleave.seed");
    long first = only == null ? new Random().nextLong() : only;
    System.out.println("RandomDifferenceTest: seeds from " + first + " on");
    for (long seed = first; seed < first + (only == null ? RUNS : 1); seed++) {
      try {
        tryOut(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("replay with -Dwayleave.seed=" + seed + "\n" + e.getMessage(), e);
      }
    }
  }

  private void tryOut(Random random) {
    Directory directory = Directory.of(new RandomTailnet(random).build());
    RandomPolicy texts = new RandomPolicy(random);
    List<String> rules = texts.rules();
    List<String> others = new ArrayList<>(rules);
    int what = random.nextInt(4);
    if (what == 0) {
      others.remove(random.nextInt(others.size()));
    } else if (what == 1) {
      others.add(texts.rule(random.nextBoolean()));
    } else if (what == 2) {
      others.set(random.nextInt(others.size()), texts.rule(random.nextInt(3) == 0));
    } else {
      others.add(others.get(random.nextInt(others.size())));
    }
    Collections.shuffle(others, random);
    TailnetPolicy before = policy(rules, directory);
    TailnetPolicy after = policy(others, directory);
    ReachabilityDiff diff = ReachabilityDiff.between(before, after, 1000);
    boolean reported =
        diff.changes().stream()
            .anyMatch(change ->
                switch (change.kind()) {
                  case DEVICE, SUBNET, INTERNET -> true;
                  case ROUTE, PEER, SSH, ATTRIBUTE -> false;
                });
    List<String> packets = differing(before, after);
    assertThat(reported)
        .as("%s%nagainst %s%nreported %s%npackets %s", rules, others, diff.changes(), packets)
        .isEqualTo(!packets.isEmpty());
    if (diff.same()) {
      assertThat(routes(after)).isEqualTo(routes(before));
    }
    assertThat(kinds(diff)).as("%s %s", diff.changes(), packets).isEqualTo(kinds(packets));
  }

  private static Set<String> kinds(ReachabilityDiff diff) {
    Set<String> kinds = new TreeSet<>();
    for (Change change : diff.changes()) {
      switch (change.kind()) {
        case DEVICE, SUBNET, INTERNET -> kinds.add(change.kind().name());
        case ROUTE, PEER, SSH, ATTRIBUTE -> {}
      }
    }
    return kinds;
  }

  private static Set<String> kinds(List<String> packets) {
    Set<String> kinds = new TreeSet<>();
    packets.forEach(packet -> kinds.add(packet.substring(0, packet.indexOf(' '))));
    return kinds;
  }

  private static List<Object> routes(TailnetPolicy policy) {
    List<Object> routes = new ArrayList<>();
    for (Device viewer : policy.directory().devices()) {
      for (Device peer : policy.network().peers(viewer)) {
        routes.add(viewer.name() + peer.name());
        routes.add(policy.network().subnetsBy(viewer, peer));
        routes.add(policy.network().exitsBy(viewer, peer));
      }
    }
    return routes;
  }

  /// The packets that one policy lets through and the other does not.
  private List<String> differing(TailnetPolicy before, TailnetPolicy after) {
    Directory directory = before.directory();
    List<String> found = new ArrayList<>();
    for (Device door : directory.devices()) {
      List<FilterRule> earlier = before.network().filter(door);
      List<FilterRule> later = after.network().filter(door);
      for (Map.Entry<IpAddress, String> destination : destinations(door, directory).entrySet()) {
        for (IpAddress source : sources(directory)) {
          boolean itself = door.addresses().contains(source);
          if (!itself && source.bits() == destination.getKey().bits()) {
            compare(earlier, later, source, destination, door, found);
          }
        }
      }
    }
    return found;
  }

  private void compare(
      List<FilterRule> earlier,
      List<FilterRule> later,
      IpAddress source,
      Map.Entry<IpAddress, String> destination,
      Device door,
      List<String> found) {
    IpAddress to = destination.getKey();
    for (int[] packet : PACKETS) {
      if (admits(earlier, source, to, packet) != admits(later, source, to, packet)) {
        found.add(
            "%s %s to %s by %s: %d %d"
                .formatted(destination.getValue(), source, to, door.name(), packet[0], packet[1]));
      }
    }
    if (!capabilities(earlier, source, to).equals(capabilities(later, source, to))) {
      found.add("%s %s to %s: capability".formatted(destination.getValue(), source, to));
    }
  }

  /// Devices, and addresses that some router is let to route.
  private static List<IpAddress> sources(Directory directory) {
    List<IpAddress> sources = new ArrayList<>();
    directory.devices().forEach(device -> sources.addAll(device.addresses()));
    BEYOND.stream().filter(address -> isRouted(directory, address)).forEach(sources::add);
    return sources;
  }

  private static boolean isRouted(Directory directory, IpAddress address) {
    return directory.devices().stream().anyMatch(device -> routes(device, address));
  }

  private static boolean routes(Device device, IpAddress address) {
    return device.subnets().stream().anyMatch(subnet -> subnet.contains(address));
  }

  private static Map<IpAddress, String> destinations(Device door, Directory directory) {
    Map<IpAddress, String> destinations = new HashMap<>();
    door.addresses().forEach(address -> destinations.put(address, "DEVICE"));
    for (IpAddress address : BEYOND) {
      if (routes(door, address)) {
        destinations.put(address, "SUBNET");
      } else if (door.exitRoutes().stream().anyMatch(route -> route.contains(address))
          && !isRouted(directory, address)
          && WellKnown.TAILNET.stream().noneMatch(range -> range.contains(address))) {
        destinations.put(address, "INTERNET");
      }
    }
    return destinations;
  }

  private boolean admits(List<FilterRule> filter, IpAddress source, IpAddress to, int[] packet) {
    for (FilterRule rule : filter) {
      if (rule instanceof FilterRule.Ports(var sources, var destinations, var protocols)) {
        boolean protocol =
            protocols.isEmpty()
                ? List.of(1, 6, 17, 58).contains(packet[0])
                : protocols.contains(packet[0]);
        if (protocol
            && sources.stream().anyMatch(text -> covers(text, source))
            && destinations.stream()
                .anyMatch(d ->
                    covers(d.address(), to) && (packet[0] == 1 || d.ports().contains(packet[1])))) {
          return true;
        }
      }
    }
    return false;
  }

  private Set<String> capabilities(List<FilterRule> filter, IpAddress source, IpAddress to) {
    Set<String> held = new TreeSet<>();
    for (FilterRule rule : filter) {
      if (rule instanceof FilterRule.Capabilities(var sources, var grants)
          && sources.stream().anyMatch(text -> covers(text, source))) {
        grants.stream()
            .filter(grant -> grant.destinations().stream().anyMatch(p -> p.contains(to)))
            .flatMap(grant -> grant.capabilities().keySet().stream())
            // The companion of a drive goes the other way and comes with the same rule.
            .filter(name -> !name.endsWith("-sharer"))
            .forEach(held::add);
      }
    }
    return held;
  }

  private boolean covers(String text, IpAddress address) {
    return text.equals("*") || ranges.computeIfAbsent(text, AddressRange::parse).contains(address);
  }

  private static TailnetPolicy policy(List<String> rules, Directory directory) {
    if (PolicyGate.judge(RandomPolicy.text(rules), directory)
        instanceof Verdict.Accepted(_, var policy, _)) {
      return TailnetPolicy.of(policy, directory);
    }
    throw new AssertionError("a random policy is refused: " + rules);
  }
}
