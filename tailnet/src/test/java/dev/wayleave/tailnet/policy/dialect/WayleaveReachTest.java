package dev.wayleave.tailnet.policy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.check.Flow;
import dev.wayleave.tailnet.policy.check.Reachability;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyReader;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Sets of places against the verdict on single packets, on random policies.
///
/// A failure prints its seed; `-Dwayleave.seed=SEED` replays that one alone.
class WayleaveReachTest {
  private static final int RUNS = 60;
  private static final List<String> SOURCES =
      List.of(
          "*",
          "alice@",
          "bob@",
          "group:x",
          "tag:web",
          "autogroup:member",
          "100.64.0.1",
          "fd7a:115c:a1e0::2",
          "100.64.0.0/30",
          "10.20.0.0/16",
          "net");
  private static final List<String> TARGETS =
      List.of(
          "*:*",
          "alice@:22",
          "bob@:20-30",
          "group:x:80",
          "tag:web:80,443",
          "autogroup:tagged:*",
          "100.64.0.2:22",
          "fd7a:115c:a1e0::1:53",
          "10.20.0.0/16:*",
          "10.20.7.1:22",
          "net:443",
          "autogroup:internet:*");

  private static final List<String> CARRIED =
      List.of(
          "10.20.0.0/16",
          "10.20.7.1",
          "net",
          "8.8.8.0/24",
          "autogroup:internet",
          "tag:web",
          "bob@");

  @Test
  void agreesWithTheVerdictOnEveryPacket() throws Exception {
    Long only = Long.getLong("wayleave.seed");
    long first = only == null ? 1 : only;
    int allowed = 0;
    for (long seed = first; seed < first + (only == null ? RUNS : 1); seed++) {
      try {
        allowed += compare(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("replay with -Dwayleave.seed=" + seed, e);
      }
    }
    assertThat(allowed).isPositive();
  }

  private static int compare(Random random) throws PolicySyntaxException {
    Directory directory = directory();
    Policy policy = policy(random);
    Resolver resolver = new Resolver(policy, directory);
    Reachability verdict = new Reachability(resolver, (_, _) -> true);
    Places places = Places.of(directory, cuts());
    Set<Channel> channels = new HashSet<>();
    List<AccessRule> own = Objects.requireNonNull(policy.rules());
    own.forEach(rule -> rule.targets().forEach(t -> channels.addAll(Channel.of(t.allowances()))));
    Segments segments = new Segments(channels);
    List<RuleReach> rules = new WayleaveReach(resolver, places, segments).of(own);
    int allowed = 0;
    for (int from : places.sources().stream().toArray()) {
      for (int to = 0; to < places.count(); to++) {
        for (int port : new int[] {22, 25, 53, 80, 443, 8080}) {
          boolean here = connects(rules, segments, from, to, port);
          assertThat(here)
              .as("%s to %s port %d", places.get(from), places.get(to), port)
              .isEqualTo(
                  verdict.allows(
                      new Flow(
                          places.get(from).range().first(),
                          places.get(to).range().first(),
                          Flow.TCP,
                          port)));
          allowed += here ? 1 : 0;
        }
      }
    }
    return allowed;
  }

  private static boolean connects(
      List<RuleReach> rules, Segments segments, int from, int to, int port) {
    return rules.stream()
        .flatMap(rule -> rule.boxes().stream())
        .filter(box -> box.from().get(from) && box.to().get(to))
        .flatMap(box -> box.channels().stream().mapToObj(segments::get))
        .anyMatch(channel -> channel.protocol() == Flow.TCP && channel.ports().contains(port));
  }

  private static Directory directory() {
    World world =
        new World()
            .user("alice")
            .user("bob")
            .device("laptop", 1)
            .device("desk", 2)
            .device("phone", 1)
            .tagged("web", 1, "tag:web")
            .router("gate", 2, "10.20.0.0/16", "10.20.7.0/24")
            .router("exit", 1, "0.0.0.0/0", "::/0")
            .taggedRouter("relay", 1, "tag:web", "10.20.0.0/16", "0.0.0.0/0");
    return Directory.of(
        Tailnet.of(0, LastIds.NONE, world.inventory().entities().map(Entity::value).toList()));
  }

  private static Policy policy(Random random) throws PolicySyntaxException {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      rules.add(
          "{\"action\": \"accept\", \"src\": [%s], \"dst\": [%s]}"
              .formatted(some(SOURCES, random), some(TARGETS, random)));
    }
    if (random.nextBoolean()) {
      rules.add(
          "{\"action\": \"accept\", \"src\": [\"autogroup:member\"],"
              + " \"dst\": [\"autogroup:self:22\"]}");
    }
    List<String> grants = new ArrayList<>();
    if (random.nextBoolean()) {
      grants.add(
          "{\"src\": [%s], \"dst\": [%s], \"ip\": [\"22\"], \"via\": [\"tag:web\"]}"
              .formatted(some(SOURCES, random), some(CARRIED, random)));
    }
    String text =
        """
        {"groups": {"group:x": ["alice@"]}, "hosts": {"net": "10.20.7.0/25"},
         "tagOwners": {"tag:web": []}, "acls": [%s], "grants": [%s]}
        """
            .formatted(String.join(",", rules), String.join(",", grants));
    Reading reading = PolicyReader.read((JsonObject) PolicyText.parse(text).root());
    assertThat(reading).as(text).isInstanceOf(Reading.Sound.class);
    return ((Reading.Sound) reading).policy();
  }

  private static String some(List<String> words, Random random) {
    String one = words.get(random.nextInt(words.size()));
    String other = words.get(random.nextInt(words.size()));
    return "\"" + one + "\", \"" + other + "\"";
  }

  private static Set<AddressRange> cuts() {
    Set<AddressRange> cuts = new HashSet<>();
    List.of(
            "100.64.0.1",
            "fd7a:115c:a1e0::2",
            "100.64.0.0/30",
            "10.20.0.0/16",
            "10.20.7.1",
            "8.8.8.0/24",
            "10.20.7.0/25",
            "100.64.0.2",
            "fd7a:115c:a1e0::1")
        .forEach(text -> cuts.add(AddressRange.parse(text)));
    return cuts;
  }
}
