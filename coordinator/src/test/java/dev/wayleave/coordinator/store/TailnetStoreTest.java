package dev.wayleave.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RunningCoordinator
class TailnetStoreTest {
  private static final long TAILNET = TailnetStore.DEFAULT_TAILNET;
  private static final SourceInfo SOURCE = new SourceInfo("wayleave", "", "postgresql");

  /// Away from the ids and addresses of other tests on the same application.
  private static final AtomicInteger NEXT = new AtomicInteger(1_000_000);

  @Inject TailnetStore store;

  @Test
  void tenThousandNodesAreWrittenAndReadInSeconds() {
    List<Entity<?>> nodes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      nodes.add(new Entity<>(node(NEXT.incrementAndGet()), row("n" + i)));
    }
    long started = System.nanoTime();
    bulk(nodes, List.of());
    Duration wrote = Duration.ofNanos(System.nanoTime() - started);
    started = System.nanoTime();
    Tailnet image = store.load(TAILNET);
    Duration read = Duration.ofNanos(System.nanoTime() - started);
    System.out.println("10 000 nodes: written in " + wrote + ", read in " + read);
    assertThat(image.nodes()).hasSizeGreaterThanOrEqualTo(10_000);
    // Generous: the claim is "seconds, not minutes" on a machine that does other things too.
    assertThat(wrote).isLessThan(Duration.ofSeconds(20));
    bulk(List.of(), nodes.stream().<TailnetEntity>map(Entity::value).toList());
  }

  @Test
  void anOrdinaryChangeLeavesTheRowThatAnImportFound() {
    Node node = node(NEXT.incrementAndGet());
    bulk(List.of(new Entity<>(node, row("first"))), List.of());
    edit(new TailnetChange.Put(renamed(node, "other")));
    Entity<?> kept = store.inventory(TAILNET, SOURCE).find(EntityRef.of(node)).orElseThrow();
    assertThat(kept.row()).isEqualTo(row("first"));
    assertThat(((Node) kept.value()).givenName()).isEqualTo("other");
  }

  @Test
  void aMigrationReplacesTheRowAndRemovesWhatItMust() {
    Node node = node(NEXT.incrementAndGet());
    Node gone = node(NEXT.incrementAndGet());
    bulk(List.of(new Entity<>(node, row("first")), new Entity<>(gone, null)), List.of());
    bulk(List.of(new Entity<>(node, row("second"))), List.of(gone));
    Inventory inventory = store.inventory(TAILNET, SOURCE);
    assertThat(inventory.find(EntityRef.of(node)).orElseThrow().row()).isEqualTo(row("second"));
    assertThat(inventory.find(EntityRef.of(gone))).isEmpty();
  }

  @Test
  void noAddressExistsTwiceWhateverIsAsked() {
    Node node = node(NEXT.incrementAndGet());
    Node twin = withAddress(node(NEXT.incrementAndGet()), node.ipv4());
    edit(new TailnetChange.Put(node));
    long before = store.version(TAILNET);
    assertThatThrownBy(() -> edit(new TailnetChange.Put(twin)))
        .hasStackTraceContaining("nodes_ipv4_once");
    assertThat(store.version(TAILNET)).isEqualTo(before);
    assertThat(store.load(TAILNET).node(twin.id())).isEmpty();
  }

  @Test
  void twoNodesMaySwapAddressesInOneTransaction() {
    Node one = node(NEXT.incrementAndGet());
    Node two = node(NEXT.incrementAndGet());
    edit(new TailnetChange.Put(one), new TailnetChange.Put(two));
    edit(
        new TailnetChange.Put(withAddress(one, two.ipv4())),
        new TailnetChange.Put(withAddress(two, one.ipv4())));
    assertThat(store.load(TAILNET).node(one.id()).orElseThrow().ipv4()).isEqualTo(two.ipv4());
  }

  @Test
  void aSecretComesBackAsItWas() {
    Secret secret = new Secret(Secret.SecretRole.SETTING, "store-test", SecretText.of("s3cret"));
    edit(new TailnetChange.Put(secret));
    assertThat(store.load(TAILNET).find(secret)).contains(secret);
    edit(new TailnetChange.Removed(secret));
    assertThat(store.load(TAILNET).find(secret)).isEmpty();
  }

  private void edit(TailnetChange.Edit... edits) {
    store.write(
        TAILNET,
        transaction -> {
          Tailnet before = transaction.load();
          transaction.save(before, List.of(edits));
          Tailnet after = before.with(List.of(edits)).at(before.version() + 1);
          transaction.advance(after, UUID.randomUUID(), Instant.EPOCH, List.of(edits));
          return after;
        });
  }

  private void bulk(List<Entity<?>> puts, List<? extends TailnetEntity> removals) {
    store.write(
        TAILNET,
        transaction -> {
          Tailnet before = transaction.load();
          transaction.replace(before, puts, removals);
          List<TailnetChange.Edit> edits = new ArrayList<>();
          removals.forEach(entity -> edits.add(new TailnetChange.Removed(entity)));
          puts.forEach(entity -> edits.add(new TailnetChange.Put(entity.value())));
          Tailnet after = before.with(edits).at(before.version() + 1);
          transaction.advance(
              after, UUID.randomUUID(), Instant.EPOCH, List.of(new TailnetChange.Reloaded()));
          return after;
        });
  }

  private static RawRow row(String value) {
    return new RawRow("nodes", List.of("given_name"), List.of(new RawValue.Text(value)));
  }

  private static Node node(int id) {
    String digits = "%064x".formatted(id);
    return new Node(
        new NodeId(id),
        new StableNodeId(Integer.toString(id)),
        MachineKey.ofHex(digits),
        NodeKey.ofHex(digits),
        null,
        new IpAddress.V4(0x0a000000 + id),
        new IpAddress.V6(0xfd00L << 48, id),
        "host",
        "host-" + id,
        new Owner.OfTags(Set.of(new TagName("tag:stored")), null),
        RegisterMethod.CLI,
        null,
        false,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        "{\"OS\":\"linux\"}");
  }

  private static Node renamed(Node node, String name) {
    return copy(node, name, node.ipv4());
  }

  private static Node withAddress(Node node, @Nullable IpAddress ipv4) {
    return copy(node, node.givenName(), ipv4);
  }

  private static Node copy(Node node, String name, @Nullable IpAddress ipv4) {
    return new Node(
        node.id(),
        node.stableId(),
        node.machineKey(),
        node.nodeKey(),
        node.discoKey(),
        ipv4,
        node.ipv6(),
        node.hostname(),
        name,
        node.owner(),
        node.registerMethod(),
        node.authKey(),
        node.ephemeral(),
        node.expiry(),
        node.lastSeen(),
        node.createdAt(),
        node.advertisedRoutes(),
        node.approvedRoutes(),
        node.endpoints(),
        node.hostinfo());
  }
}
