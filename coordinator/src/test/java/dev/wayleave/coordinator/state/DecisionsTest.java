package dev.wayleave.coordinator.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final Moment moment = new Moment(NOW, new Random(7));
  private Tailnet image = Tailnet.empty();
  private int keys;

  @Test
  void twoUsersMadeByHandCannotShareAName() {
    done(new CreateUser("ann", "", ""));
    assertThat(refused(new CreateUser("ann", "", ""))).isEqualTo(Refusal.Reason.CONFLICT);
  }

  @Test
  void theNumberOfADeletedUserIsNotGivenAgain() {
    User first = done(new CreateUser("ann", "", ""));
    done(new DeleteUser(first.id()));
    assertThat(done(new CreateUser("bob", "", "")).id()).isEqualTo(new UserId(2));
  }

  @Test
  void apiKeysMadeHereAreNumberedAboveImportedOnes() {
    KeySecret.Hashed secret = new KeySecret.Hashed("p", SecretText.of("h"));
    ApiKey imported = new ApiKey(new ApiKeyId(7), secret, null, "", Set.of(), null, null, null);
    image = image.with(new TailnetChange.Put(imported));
    ApiKey made = done(new CreateApiKey(secret, null, "", Set.of(), null));
    assertThat(made.id().value()).isGreaterThan(1_000_000_000);
  }

  @Test
  void aUserWhoOwnsNodesStaysAndOneWhoOnlyRegisteredThemMayGo() {
    User user = done(new CreateUser("ann", "", ""));
    KeySecret.Hashed secret = new KeySecret.Hashed("p", SecretText.of("h"));
    PreAuthKey key = done(new CreatePreAuthKey(secret, user.id(), Set.of(), "", true, false, null));
    Node node = done(addNode("web", new Owner.OfUser(user.id()), key));
    assertThat(refused(new DeleteUser(user.id()))).isEqualTo(Refusal.Reason.CONFLICT);
    done(new SetTags(node.id(), Set.of(new TagName("tag:web"))));
    done(new DeleteUser(user.id()));
    Node left = image.node(node.id()).orElseThrow();
    assertThat(left.owner()).isEqualTo(new Owner.OfTags(Set.of(new TagName("tag:web")), null));
    assertThat(left.authKey()).isNull();
    assertThat(image.preAuthKeys()).isEmpty();
  }

  @Test
  void addressesSkipWhatIsReservedAndTheEndsOfThePrefix() {
    prefixes("100.100.99.250/21", "fd7a:115c:a1e0::50/124");
    Set<String> given = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      Node node = done(addNode("n" + i, nobody(), null));
      given.add(String.valueOf(node.ipv6()));
    }
    assertThat(given)
        .hasSize(12)
        .doesNotContain("fd7a:115c:a1e0::50", "fd7a:115c:a1e0::53", "fd7a:115c:a1e0::5f");
    assertThat(refused(addNode("one-more", nobody(), null)))
        .as("14 hosts fit, one is reserved; 12 are taken, so one more fits")
        .isNull();
    assertThat(refused(addNode("too-many", nobody(), null))).isEqualTo(Refusal.Reason.CONFLICT);
  }

  @Test
  void magicDnsAndChromeOsAddressesAreNeverGiven() {
    prefixes("100.100.99.0/24", "fd7a:115c:a1e0::/48");
    assertThat(firstOf("100.100.100.0/24")).isNull();
    assertThat(firstOf("100.115.92.0/22")).isEqualTo("100.115.94.0");
    assertThat(firstOf("100.64.0.0/10")).isEqualTo("100.64.0.1");
  }

  @Test
  void addressesThatClientsComputeFromOthersAreNeverGiven() {
    assertThat(firstOf("fd7a:115c:a1e0:ab12::/64")).isNull();
    assertThat(firstOf("fd7a:115c:a1e0:b1a::/64")).isNull();
    assertThat(firstOf("fd7a:115c:a1e0:efe3::/64")).isNull();
    assertThat(firstOf("fd7a:115c:a1e0:ab12::/63")).isEqualTo("fd7a:115c:a1e0:ab13::");
  }

  @Test
  void theAddressOfADeletedNodeRestsUntilThePrefixIsThrough() {
    prefixes("10.9.0.0/29", "fd00::/64");
    Node first = done(addNode("a", nobody(), null));
    done(addNode("b", nobody(), null));
    done(new DeleteNode(first.id()));
    assertThat(done(addNode("c", nobody(), null)).ipv4()).hasToString("10.9.0.3");
    for (int i = 4; i <= 6; i++) {
      assertThat(done(addNode("d" + i, nobody(), null)).ipv4()).hasToString("10.9.0." + i);
    }
    assertThat(done(addNode("e", nobody(), null)).ipv4()).isEqualTo(first.ipv4());
  }

  @Test
  void aSmallRandomPrefixIsGivenOutWhole() {
    image = image.with(new TailnetChange.Put(settings("10.9.0.0/28", "fd00::/64", "random")));
    Set<Object> given = new HashSet<>();
    for (int i = 0; i < 14; i++) {
      given.add(String.valueOf(done(addNode("r" + i, nobody(), null)).ipv4()));
    }
    assertThat(given).hasSize(14);
    assertThat(refused(addNode("full", nobody(), null))).isEqualTo(Refusal.Reason.CONFLICT);
  }

  @Test
  void namesBecomeLabelsAndAreNotGivenTwice() {
    assertThat(done(addNode("Ann's iPhone.local", nobody(), null)).givenName())
        .isEqualTo("ann-s-iphone");
    assertThat(done(addNode("ANN'S iPhone", nobody(), null)).givenName())
        .isEqualTo("ann-s-iphone-1");
    assertThat(done(addNode("日本", nobody(), null)).givenName()).isEqualTo("node");
    Node long1 = done(addNode("x".repeat(200), nobody(), null));
    assertThat(long1.givenName()).hasSizeLessThanOrEqualTo(63);
    assertThat(refused(new RenameNode(long1.id(), "node"))).isEqualTo(Refusal.Reason.CONFLICT);
    assertThat(refused(new RenameNode(long1.id(), "-a"))).isEqualTo(Refusal.Reason.INVALID);
  }

  @Test
  void oneHalfOfAnExitNodeApprovesTheOther() {
    Node node = done(addNode("exit", nobody(), null));
    Node routing = done(new ApproveRoutes(node.id(), Set.of(IpPrefix.ALL_V6)));
    assertThat(routing.approvedRoutes()).containsExactly(IpPrefix.ALL_V4, IpPrefix.ALL_V6);
  }

  @Test
  void aNodeWithoutAUserKeepsItsLastTag() {
    Node node = done(addNode("t", nobody(), null));
    assertThat(refused(new SetTags(node.id(), Set.of()))).isEqualTo(Refusal.Reason.INVALID);
  }

  @Test
  void atMostOnePolicyIsInForceAndTheOthersAreItsHistory() {
    done(policy("{}", new PolicyPrecondition.Whatever()));
    done(policy("{ }", new PolicyPrecondition.Version("1")));
    assertThat(image.policies()).extracting(PolicyVersion::inUse).containsExactly(false, true);
    assertThat(image.policies()).extracting(PolicyVersion::id).containsExactly("1", "2");
    assertThat(image.policyInUse())
        .hasValueSatisfying(version -> {
          assertThat(version.previous()).isEqualTo("1");
          assertThat(version.author()).isEqualTo("ann");
          assertThat(version.message()).isEqualTo("why");
        });
  }

  @Test
  void aPolicyMadeOnAnotherThanTheOneInForceIsRefused() {
    assertThat(refused(policy("{}", new PolicyPrecondition.SomePolicy())))
        .isEqualTo(Refusal.Reason.STALE);
    done(policy("{}", new PolicyPrecondition.NoPolicy()));
    assertThat(refused(policy("[]", new PolicyPrecondition.NoPolicy())))
        .isEqualTo(Refusal.Reason.STALE);
    assertThat(refused(policy("[]", new PolicyPrecondition.Version("7"))))
        .isEqualTo(Refusal.Reason.STALE);
    assertThat(refused(policy("[]", tagged("other")))).isEqualTo(Refusal.Reason.STALE);
    assertThat(image.policies()).hasSize(1);
    assertThat(refused(policy("{ }", tagged("tag of {}")))).isNull();
  }

  private static PolicyPrecondition tagged(String tag) {
    return new PolicyPrecondition.Tagged(Set.of(tag), text -> "tag of " + text);
  }

  private static SetPolicy policy(String text, PolicyPrecondition precondition) {
    return new SetPolicy(SetPolicy.Way.SET, text, "ann", "why", precondition);
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThat(refused(new DeleteNode(new NodeId(9)))).isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(refused(new RenameUser(new UserId(9), "x"))).isEqualTo(Refusal.Reason.NOT_FOUND);
  }

  private @Nullable String firstOf(String prefix) {
    return Addresses.free(image, IpPrefix.parse(prefix), moment.random())
        .map(Object::toString)
        .orElse(null);
  }

  private static Owner nobody() {
    return new Owner.OfTags(Set.of(new TagName("tag:test")), null);
  }

  private void prefixes(String v4, String v6) {
    image = image.with(new TailnetChange.Put(settings(v4, v6, "sequential")));
  }

  private static ServerSettings settings(String v4, String v6, String allocation) {
    return new ServerSettings(
        "", "", IpPrefix.parse(v4), IpPrefix.parse(v6), allocation, null, null, null, Map.of());
  }

  private AddNode addNode(String hostname, Owner owner, @Nullable PreAuthKey key) {
    String digits = "%064x".formatted(++keys);
    return new AddNode(
        MachineKey.ofHex(digits),
        NodeKey.ofHex(digits),
        hostname,
        owner,
        RegisterMethod.CLI,
        key == null ? null : key.id(),
        false,
        null);
  }

  private <R> R done(Command<R> command) {
    return switch (command.decide(image, moment)) {
      case Decision.Accepted<R> accepted -> {
        image = image.with(accepted.changes());
        yield accepted.reply();
      }
      case Decision.Bulk<R> _ -> throw new AssertionError("no bulk here");
      case Decision.Refused<R> refused -> throw new AssertionError(refused.refusal().sentence());
    };
  }

  /// Why the command is refused; null if it is not, and then it is done.
  private <R> Refusal.@Nullable Reason refused(Command<R> command) {
    if (command.decide(image, moment) instanceof Decision.Refused<R> refused) {
      return refused.refusal().reason();
    }
    done(command);
    return null;
  }
}
