package dev.wayleave.coordinator.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.OAuthTokenId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the commands do to nodes and keys beyond what their names say.
class NodeCommandsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final KeySecret.Hashed SECRET = new KeySecret.Hashed("p", SecretText.of("h"));
  private static final Set<TagName> TAGS = Set.of(new TagName("tag:x"));

  private final Moment moment = new Moment(NOW, new Random(7));
  private Tailnet image = Tailnet.empty();
  private int devices;

  @Test
  void nodesGetTheAddressesOfAPrefixThatIsNew() {
    prefixes("10.9.0.0/24", null);
    Node first = node("a");
    Node second = node("b");
    assertThat(first.ipv6()).isNull();
    prefixes("10.9.0.0/24", "fd00::/64");
    List<Node> changed = done(new BackfillAddresses());
    assertThat(changed).extracting(Node::id).containsExactly(first.id(), second.id());
    assertThat(now(first).ipv4()).isEqualTo(first.ipv4());
    assertThat(now(first).ipv6()).hasToString("fd00::1");
    assertThat(now(second).ipv6()).hasToString("fd00::2");
    assertThat(done(new BackfillAddresses())).isEmpty();
  }

  @Test
  void addressesOfAFamilyWithoutAPrefixGoButNeverTheLastOne() {
    prefixes("10.9.0.0/24", "fd00::/64");
    Node both = node("both");
    prefixes(null, "fd00::/64");
    Node one = node("one");
    prefixes("10.9.0.0/24", null);
    done(new BackfillAddresses());
    assertThat(now(both).ipv6()).isNull();
    assertThat(now(both).ipv4()).isEqualTo(both.ipv4());
    assertThat(now(one).ipv4()).as("it gets one before it loses the other").isNotNull();
    prefixes(null, null);
    assertThat(done(new BackfillAddresses())).isEmpty();
  }

  @Test
  void addressesOutsideThePrefixesStay() {
    prefixes("10.9.0.0/24", null);
    Node node = node("a");
    image =
        image.with(
            new TailnetChange.Put(now(node).change().ipv4(IpAddress.parse("192.0.2.7")).build()));
    assertThat(done(new BackfillAddresses())).isEmpty();
    assertThat(now(node).ipv4()).hasToString("192.0.2.7");
  }

  @Test
  void aPrefixThatIsTooSmallChangesNothing() {
    prefixes("10.9.0.0/24", null);
    node("a");
    node("b");
    node("c");
    prefixes("10.9.0.0/24", "fd00::/126");
    Tailnet before = image;
    assertThat(refusal(new BackfillAddresses())).contains("fd00::/126 is in use");
    assertThat(image).isEqualTo(before);
  }

  @Test
  void aLoginThatExpiredCanBeMadeToLast() {
    Node node = node("a");
    done(new ExpireNode(node.id(), null));
    assertThat(now(node).expiry()).isEqualTo(NOW);
    assertThat(done(new KeepNode(node.id())).expiry()).isNull();
    assertThat(refusal(new KeepNode(new NodeId(77)))).isEqualTo("There is no node 77.");
  }

  @Test
  void whenADisabledLoginWouldHaveEndedIsKeptAndComesBack() {
    Instant end = NOW.plusSeconds(3600);
    Node node = node("a");
    assertThat(refusal(new EnableExpiry(node.id()))).contains("--expiry");
    done(new ExpireNode(node.id(), end));
    done(new KeepNode(node.id()));
    Node kept = done(new KeepNode(node.id()));
    assertThat(kept.expiry()).isNull();
    assertThat(kept.disabledExpiry()).as("disabled twice is disabled").isEqualTo(end);
    Node enabled = done(new EnableExpiry(node.id()));
    assertThat(enabled.expiry()).isEqualTo(end);
    assertThat(enabled.disabledExpiry()).isNull();
    assertThat(done(new EnableExpiry(node.id()))).isEqualTo(enabled);
    done(new KeepNode(node.id()));
    done(new ExpireNode(node.id(), end.plusSeconds(1)));
    assertThat(now(node).disabledExpiry()).as("another end takes its place").isNull();
    assertThat(refusal(new EnableExpiry(new NodeId(77)))).isEqualTo("There is no node 77.");
  }

  @Test
  void addressesOfSharedDevicesAreNotGivenOutUntilTheMoveEnds() {
    prefixes("10.9.0.0/29", "fd00::/64");
    Transition move =
        new Transition(
            "tailscale",
            "https://old.example.net",
            "",
            null,
            null,
            Set.of(
                IpAddress.parse("10.9.0.1"),
                IpAddress.parse("10.9.0.3"),
                IpAddress.parse("fd00::1")),
            Set.of("printer"));
    image = image.with(new TailnetChange.Put(move));
    Node first = node("printer");
    assertThat(first.ipv4()).hasToString("10.9.0.2");
    assertThat(first.ipv6()).hasToString("fd00::2");
    assertThat(first.givenName()).isEqualTo("printer-1");
    assertThat(node("b").ipv4()).hasToString("10.9.0.4");
    assertThat(refusal(new RenameNode(first.id(), "printer"))).contains("until the move ends");
    node("c");
    node("d");
    assertThat(refusal(addNode("e", null))).contains("10.9.0.0/29 is in use");
    done(new EndTransition(true, false, true));
    assertThat(node("e").ipv4()).hasToString("10.9.0.1");
    assertThat(node("f").ipv4()).hasToString("10.9.0.3");
    assertThat(done(new RenameNode(first.id(), "printer")).givenName()).isEqualTo("printer");
  }

  @Test
  void nodesForgetADeletedPreAuthKeyAndStay() {
    PreAuthKey key = done(new CreatePreAuthKey(SECRET, null, TAGS, "", true, false, null));
    Node node = done(addNode("a", key));
    Node other = node("b");
    done(new DeletePreAuthKey(key.id()));
    assertThat(image.preAuthKeys()).isEmpty();
    assertThat(now(node).authKey()).isNull();
    assertThat(now(other)).isEqualTo(other);
  }

  @Test
  void tokensGoWithTheirOAuthClient() {
    OAuthClient client =
        done(new CreateOAuthClient(SECRET, Set.of("all"), Set.of(), "", null, null));
    OAuthClient other =
        done(
            new CreateOAuthClient(
                new KeySecret.Hashed("q", SecretText.of("h")),
                Set.of("all"),
                Set.of(),
                "",
                null,
                null));
    for (OAuthClient owner : List.of(client, other)) {
      image =
          image.with(
              new TailnetChange.Put(
                  new OAuthToken(
                      new OAuthTokenId(owner.id().value()),
                      SECRET,
                      owner.clientId(),
                      Set.of(),
                      Set.of(),
                      null,
                      null)));
    }
    assertThat(client.id().value()).as("apart from imported ones").isGreaterThan(1_000_000_000);
    done(new DeleteOAuthClient("p"));
    assertThat(image.oauthClients()).containsExactly(other);
    assertThat(image.oauthTokens()).extracting(OAuthToken::clientId).containsExactly("q");
  }

  private void prefixes(@Nullable String v4, @Nullable String v6) {
    ServerSettings server =
        new ServerSettings(
            "", "", prefix(v4), prefix(v6), "sequential", null, null, null, Map.of());
    image = image.with(new TailnetChange.Put(server));
  }

  private static @Nullable IpPrefix prefix(@Nullable String text) {
    return text == null ? null : IpPrefix.parse(text);
  }

  private Node node(String hostname) {
    return done(addNode(hostname, null));
  }

  private Node now(Node node) {
    return image.node(node.id()).orElseThrow();
  }

  private AddNode addNode(String hostname, @Nullable PreAuthKey key) {
    devices++;
    return new AddNode(
        MachineKey.parse("mkey:%064x".formatted(devices)),
        NodeKey.parse("nodekey:%064x".formatted(devices)),
        hostname,
        new Owner.OfTags(TAGS, null),
        RegisterMethod.CLI,
        key == null ? null : key.id(),
        false,
        null);
  }

  private <R> R done(Command<R> command) {
    return switch (command.decide(image, moment)) {
      case Decision.Accepted<R> accepted -> {
        image = image.with(accepted.changes());
        yield Objects.requireNonNull(accepted.reply());
      }
      case Decision.Bulk<R> bulk -> throw new AssertionError(bulk);
      case Decision.Refused<R> refused -> throw new AssertionError(refused.refusal().sentence());
    };
  }

  private <R> String refusal(Command<R> command) {
    return command.decide(image, moment) instanceof Decision.Refused<R>(Refusal why)
        ? why.sentence()
        : "";
  }
}
